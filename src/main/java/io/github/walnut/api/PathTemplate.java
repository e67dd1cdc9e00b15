package io.github.walnut.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path of the contract, for example {@code /api/ups/{ups_id}}. */
record PathTemplate(String text, List<String> segments) {

    static PathTemplate of(String text) {
        return new PathTemplate(text, List.of(text.split("/", -1)));
    }

    /** The segments of a path as it came, each decoded once; empty when one cannot be. */
    static Optional<List<String>> decode(String rawPath) {
        List<String> decoded = new ArrayList<>();
        for (String segment : rawPath.split("/", -1)) {
            try {
                String plain =
                        URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
                if (plain.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == 0xfffd)
                        || plain.equals(".")
                        || plain.equals("..")) {
                    return Optional.empty();
                }
                decoded.add(plain);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(decoded);
    }

    /** The values of the parameters, or empty when the path is another one. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{")) {
                if (path.get(i).isEmpty()) {
                    return Optional.empty();
                }
                values.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    long parameters() {
        return segments.stream().filter(segment -> segment.startsWith("{")).count();
    }
}
