package io.github.walnut.api;

import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.UpsMeanings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Reads documents of both formats and checks them against the present surroundings. */
public interface PolicyReader {

    /**
     * How a test that stands in a document came out.
     *
     * @param pointer where it stands
     * @param objections what came about instead of what it claims
     * @param sent in order
     */
    record Played(String name, String pointer, List<String> objections, List<Sent> sent) {
        boolean ok() {
            return objections.isEmpty();
        }
    }

    /**
     * An order that left.
     *
     * @param at from the begin of the test, in its own time
     * @param target {@code host/target}
     */
    record Sent(Duration at, String target, String verb) {}

    /** Plays the tests of a policy without a blocker; nothing is sent to any host. */
    List<Played> play(Policy policy);

    /**
     * One that is stored already: the bare names of UPSs mean what they meant when it was saved.
     */
    default PolicyReading stored(StoredPolicy policy) {
        return stored(policy, policy.document());
    }

    /**
     * One that is stored already, with another text of the same meaning.
     *
     * @param document of the policy's media type
     */
    PolicyReading stored(StoredPolicy policy, String document);

    /**
     * One that walNUT itself wrote.
     *
     * @param mediaType application/json or application/yaml
     * @param self the policy that this is a version of, or null for a new one
     */
    PolicyReading read(String document, String mediaType, UUID self);

    /** As {@link #read}, one that somebody hands in: formats that are switched off block it. */
    PolicyReading submitted(String document, String mediaType, UUID self);

    /**
     * As {@link #submitted}, with the checks that take longer and are made when it is to be saved.
     */
    default PolicyReading forSaving(String document, String mediaType, UUID self) {
        return forSaving(document, mediaType, self, UpsMeanings.NONE);
    }

    /**
     * As {@link #forSaving(String, String, UUID)}, one that was saved before.
     *
     * @param meanings of its bare names; those that name a UPS which is not there do not count
     */
    PolicyReading forSaving(String document, String mediaType, UUID self, UpsMeanings meanings);
}
