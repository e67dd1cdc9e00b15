package io.github.walnut.api;

import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.PolicyVersion;
import io.github.walnut.policy.StoredPolicy;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stored policies. A change is in force for matching when the method returns. */
public interface PolicyStore {

    /** The same meaning is stored already. */
    final class DuplicateException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final UUID existing;

        public DuplicateException(UUID existing) {
            super("policy " + existing + " has the same meaning");
            this.existing = existing;
        }

        public UUID existing() {
            return existing;
        }
    }

    /** Somebody else changed it since it was read. */
    final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public ConflictException(String message) {
            super(message);
        }
    }

    /** By priority, then id. */
    List<StoredPolicy> all();

    Optional<StoredPolicy> find(UUID id);

    /** Throws {@link DuplicateException}. */
    void create(StoredPolicy policy, String note);

    /**
     * Throws {@link DuplicateException} or {@link ConflictException}.
     *
     * @param expectedVersion the stored one must still be this
     * @param note for the history, or null
     */
    void update(StoredPolicy policy, int expectedVersion, String note);

    /**
     * All of them or none; each must be the next version of the stored one. Throws as {@link
     * #update}.
     */
    void updateAll(List<StoredPolicy> policies, String note);

    void delete(UUID id);

    /** One whose run was cancelled may match again in the same outage. */
    void release(UUID id);

    /** The present and the last hundred versions, newest first. */
    List<PolicyVersion> versions(UUID id);

    PolicyChecks checks(UUID id);
}
