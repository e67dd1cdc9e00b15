package io.github.walnut.api;

import io.github.walnut.config.WebhookRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Hooks by which other programs tell of events. */
public interface Webhooks {

    /** How a call came out, as metrics count it. */
    enum Result {
        ACCEPTED("accepted"),
        DUPLICATE("duplicate"),
        RATE_LIMITED("rate_limited"),
        WRONG_ADDRESS("wrong_address"),
        NO_PROOF("no_proof"),
        MEDIA_TYPE("unsupported_media_type"),
        SYNTAX("invalid_body");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * A call that passed every check.
     *
     * @param deliveryId the caller's, or null when it names none
     * @param bodySha256 of the body as it came, in lower-case hexadecimal digits
     * @param address of the caller
     */
    record Arrival(
            WebhookRecord hook,
            String deliveryId,
            String bodySha256,
            Map<String, Object> body,
            String address,
            String requestId) {}

    /**
     * @param eventId of the event that the first of equal calls became
     */
    record Received(UUID eventId, boolean duplicate) {}

    /**
     * @param secret shown once
     * @param oldUntil until then the one before is valid, too
     */
    record Rotated(String secret, Instant oldUntil) {

        @Override
        public String toString() {
            return "Rotated[secret=***, oldUntil=" + oldUntil + "]";
        }
    }

    /** Empty when there is none of this name; it may be disabled. */
    Optional<WebhookRecord> find(String name);

    /** Those with which a call is proven now. */
    List<String> secrets(String name);

    /** Tells the event, unless it is a repetition, and starts the runs that follow from it. */
    Received receive(Arrival arrival);

    /** Counts a call that was not taken. */
    void refused(String name, Result why);

    /** Empty when the hook has no secret. */
    Optional<Rotated> rotate(String name);

    /** Tries every hook, those in force or others, without a call. */
    List<ProviderTest.Step> test(Map<String, Object> given);
}
