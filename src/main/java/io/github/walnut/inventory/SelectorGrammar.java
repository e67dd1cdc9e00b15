package io.github.walnut.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the items of list and range selectors: literals, {@code "quoted literals"}, numbers, ports
 * and ranges of them, separated by commas. A backslash makes the next character literal.
 */
final class SelectorGrammar {
    static final long MOST_NUMBERS = 10_000;

    private final String text;
    private final boolean rangesOnly;
    private int at;

    private SelectorGrammar(String text, boolean rangesOnly) {
        this.text = text;
        this.rangesOnly = rangesOnly;
    }

    /** Items separated by commas; a blank text is no item. */
    static List<SelectorItem> items(String text, boolean rangesOnly) throws BadSelector {
        return text.isBlank() ? List.of() : new SelectorGrammar(text, rangesOnly).items();
    }

    static SelectorItem item(String text) throws BadSelector {
        List<SelectorItem> items = items(text, false);
        if (items.size() != 1) {
            throw new BadSelector("'" + text + "' must be exactly one item");
        }
        return items.get(0);
    }

    private List<SelectorItem> items() throws BadSelector {
        List<SelectorItem> items = new ArrayList<>();
        do {
            items.add(next());
        } while (at++ < text.length());
        return items;
    }

    private SelectorItem next() throws BadSelector {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        StringBuilder item = new StringBuilder();
        boolean escaped = false;
        boolean hyphenFirst = at < text.length() && text.charAt(at) == '-';
        boolean hyphenLast = false;
        int blanks = 0;
        for (; at < text.length() && text.charAt(at) != ','; at++) {
            char c = text.charAt(at);
            hyphenLast = c == '-' || (hyphenLast && c == ' ');
            if (c == '\\') {
                escaped = true;
                c = afterBackslash();
                blanks = 0;
            } else {
                blanks = c == ' ' || c == '\t' ? blanks + 1 : 0;
            }
            item.append(c);
        }
        item.setLength(item.length() - blanks);
        if (item.isEmpty()) {
            throw new BadSelector("Empty item at column " + (at + 1));
        }
        if (hyphenFirst || hyphenLast) {
            throw new BadSelector(
                    "'" + item + "' begins or ends with a hyphen; quote it if meant so");
        }
        return bare(item.toString(), escaped);
    }

    private SelectorItem bare(String item, boolean escaped) throws BadSelector {
        if (!escaped) {
            int hyphen = item.indexOf('-');
            if (hyphen > 0) {
                Optional<PortId> from = PortId.parse(item.substring(0, hyphen));
                Optional<PortId> to = PortId.parse(item.substring(hyphen + 1));
                if (from.isPresent() && to.isPresent()) {
                    return range(from.get(), to.get(), item);
                }
            }
        }
        if (rangesOnly && (escaped || PortId.parse(item).isEmpty())) {
            throw new BadSelector("'" + item + "' is neither a number, a port nor a range of them");
        }
        return new SelectorItem.Literal(item, escaped);
    }

    private static SelectorItem range(PortId from, PortId to, String item) throws BadSelector {
        if (!from.sameDepth(to)) {
            throw new BadSelector("'" + item + "': both ends must have the same form");
        }
        if (from.compareTo(to) > 0) {
            throw new BadSelector("'" + item + "' runs backwards");
        }
        if (from.sameSlot(to) && to.number() - from.number() >= MOST_NUMBERS) {
            throw new BadSelector("'" + item + "' is more than " + MOST_NUMBERS + " numbers");
        }
        return new SelectorItem.Range(from, to, item);
    }

    private SelectorItem quoted() throws BadSelector {
        int start = at++;
        StringBuilder item = new StringBuilder();
        for (; at < text.length() && text.charAt(at) != '"'; at++) {
            item.append(text.charAt(at) == '\\' ? afterBackslash() : text.charAt(at));
        }
        if (at++ >= text.length()) {
            throw new BadSelector("The quote at column " + (start + 1) + " is not closed");
        }
        skipBlanks();
        if (at < text.length() && text.charAt(at) != ',') {
            throw new BadSelector("Text behind the closing quote at column " + (at + 1));
        }
        if (rangesOnly) {
            throw new BadSelector("'" + item + "' is quoted, but a range takes numbers and ports");
        }
        return new SelectorItem.Literal(item.toString(), true);
    }

    private char afterBackslash() throws BadSelector {
        if (++at >= text.length()) {
            throw new BadSelector("Nothing follows the backslash at the end");
        }
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
