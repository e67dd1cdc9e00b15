package io.github.walnut.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where keys of requests are remembered, with the first answer to each. */
public interface IdempotencyKeys {

    /**
     * One use of a key; the same word used elsewhere or by another is another key.
     *
     * @param principal id of the user
     * @param path as it was asked for
     */
    record Key(String principal, String path, String word) {}

    /**
     * What is known of a key.
     *
     * @param fingerprint of the request
     * @param status null while there is no answer, for ever so when the program ended before it
     * @param text of the answer, or null for none
     */
    record Kept(
            String fingerprint, Integer status, Map<String, List<String>> headers, String text) {}

    /** Empty when it was not used since that moment. */
    Optional<Kept> find(Key key, Instant since);

    /** Before the work begins. What is older than that moment may be forgotten. */
    void begin(Key key, String fingerprint, Instant now, Instant since);

    void finish(Key key, int status, Map<String, List<String>> headers, String text);

    /** The key may be used anew. */
    void forget(Key key);
}
