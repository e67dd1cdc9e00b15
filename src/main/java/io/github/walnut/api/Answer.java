package io.github.walnut.api;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer as it is sent.
 *
 * @param headers by name; several values become several lines
 * @param text null for no body
 * @param stream what is sent instead of a text as it is read, or null
 */
record Answer(int status, Map<String, List<String>> headers, String text, InputStream stream) {

    Answer {
        headers = Map.copyOf(headers);
    }

    Answer(int status, Map<String, List<String>> headers, String text) {
        this(status, headers, text, null);
    }

    Answer with(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(name, List.of(value));
        return new Answer(status, more, text, stream);
    }
}
