package io.github.walnut.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts that people read: those that this process sealed or opened, of six
 * characters and more, and what looks like one. It keeps no secret to do so.
 */
public final class SecretFilter {

    private static final int SHORTEST_LINE = 16;

    /** The first group stays, the rest of the match goes. */
    private static final List<Pattern> SHAPES =
            List.of(
                    Pattern.compile(
                            "(-----BEGIN [A-Z0-9 ]{1,40}-----).*?"
                                    + "(?:-----END [A-Z0-9 ]{1,40}-----|\\z)",
                            Pattern.DOTALL),
                    Pattern.compile("(?i)(authorization[\"']?\\s*[:=])[^\\r\\n]+"),
                    Pattern.compile("(?i)(\\b(?:bearer|basic) )[A-Za-z0-9._~+/=-]{16,}"),
                    Pattern.compile(
                            "(?i)((?:password|passwd|passphrase|secret|token|api_?key)"
                                    + "[\"']?\\s?[=:]\\s?\")(?:[^\"\\\\]|\\\\.)+(?=\")"),
                    Pattern.compile(
                            "(?i)((?:password|passwd|passphrase|secret|token|api_?key)=)"
                                    + "[^\\s\"'&;,)\\]}]+"),
                    Pattern.compile("\\b(wnt_)[A-Za-z0-9]{20,}"),
                    Pattern.compile("\\b(" + ActionLinks.PREFIX + ")[A-Za-z0-9_-]{20,}"),
                    Pattern.compile("\\b(eyJ)[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]{8,}){2}"));

    private final SecretPrints prints = new SecretPrints();

    /** Takes it out of texts from now on; of several lines also each that is long enough. */
    public void learn(char[] secret) {
        prints.add(secret, 0, secret.length);
        int line = 0;
        for (int i = 0; i <= secret.length; i++) {
            boolean end = i == secret.length || secret[i] == '\n' || secret[i] == '\r';
            if (end) {
                boolean part = i - line >= SHORTEST_LINE && i - line < secret.length;
                if (part && secret[line] != '-') {
                    prints.add(secret, line, i);
                }
                line = i + 1;
            }
        }
    }

    /** Null is learned by nobody. */
    public void learn(String secret) {
        if (secret != null) {
            learn(secret.toCharArray());
        }
    }

    /** The same object when there is nothing to hide in it; null stays null. */
    public String mask(String text) {
        if (text == null) {
            return null;
        }
        String masked = prints.mask(text);
        for (Pattern shape : SHAPES) {
            Matcher found = shape.matcher(masked);
            masked = found.find() ? found.replaceAll("$1***") : masked;
        }
        return masked;
    }

    /** Every text in maps and lists; what holds none stays the same object. */
    public Object maskAll(Object value) {
        if (value instanceof String text) {
            return mask(text);
        }
        if (value instanceof Map<?, ?> map) {
            return maskAll(map);
        }
        if (value instanceof Iterable<?> items) {
            List<Object> masked = new ArrayList<>();
            items.forEach(item -> masked.add(maskAll(item)));
            return masked;
        }
        return value;
    }

    /** Keys stay as they are. */
    public Map<String, Object> maskAll(Map<?, ?> map) {
        Map<String, Object> masked = new LinkedHashMap<>();
        map.forEach((key, value) -> masked.put(String.valueOf(key), maskAll(value)));
        return masked;
    }
}
