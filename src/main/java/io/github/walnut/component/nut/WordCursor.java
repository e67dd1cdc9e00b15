package io.github.walnut.component.nut;

import java.util.List;

/** Walks over the words of a line, which may stand in quotes. */
final class WordCursor {

    private String rest;

    WordCursor(String line) {
        rest = line.strip();
    }

    /** Steps over the next word when it is this one, whatever its case. */
    boolean skip(String word) {
        String before = rest;
        String next = next();
        if (next != null && next.equalsIgnoreCase(word)) {
            return true;
        }
        rest = before;
        return false;
    }

    boolean skipAll(List<String> words) {
        return words.stream().allMatch(this::skip);
    }

    /** The next word without its quotes, or null at the end or where a quote does not close. */
    String next() {
        if (rest.isEmpty()) {
            return null;
        }
        int end = rest.charAt(0) == '"' ? NutQuoting.closing(rest) + 1 : bareEnd();
        if (end == 0) {
            return null;
        }
        String word = NutQuoting.value(rest.substring(0, end));
        rest = rest.substring(end).strip();
        return word;
    }

    String rest() {
        return rest;
    }

    boolean atEnd() {
        return rest.isEmpty();
    }

    private int bareEnd() {
        int blank = 0;
        while (blank < rest.length() && rest.charAt(blank) != ' ' && rest.charAt(blank) != '\t') {
            blank++;
        }
        return blank;
    }
}
