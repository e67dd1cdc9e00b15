package io.github.walnut.app;

import io.github.walnut.integration.HostSecrets;
import io.github.walnut.security.Secret;
import io.github.walnut.security.SecretFilter;
import io.github.walnut.store.StoreUnavailableException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sealed secrets of stored hosts, with a revision that tells pooled connections to close. */
final class HostVault implements HostSecrets {

    private final io.github.walnut.store.HostSecrets store;
    private final SecretFilter filter;
    private final Map<String, Long> revisions = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();

    /**
     * @param filter learns those that are entered and not stored
     */
    HostVault(io.github.walnut.store.HostSecrets store, SecretFilter filter) {
        this.store = store;
        this.filter = filter;
    }

    /** A secret of the host was written. */
    void changed(String hostId) {
        revisions.put(hostId, revision.incrementAndGet());
    }

    @Override
    public char[] open(String hostId, String field) {
        try {
            return store.open(hostId, field).orElse(null);
        } catch (StoreUnavailableException e) {
            throw new UnavailableException(
                    "The secret '"
                            + field
                            + "' of "
                            + hostId
                            + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public String revision(String hostId) {
        return Long.toString(revisions.getOrDefault(hostId, 0L));
    }

    /**
     * Secrets that were entered and are not stored, and stored ones where none was entered. No
     * connection is kept from one time to the next.
     *
     * @param lender host whose stored secrets count, or null
     */
    HostSecrets entered(Map<String, Secret> secrets, String lender) {
        secrets.values().stream().filter(Objects::nonNull).map(Secret::open).forEach(filter::learn);
        String unique = "entered-" + revision.incrementAndGet();
        return new HostSecrets() {
            @Override
            public char[] open(String hostId, String field) {
                if (secrets.containsKey(field) || lender == null) {
                    Secret value = secrets.get(field);
                    return value == null ? null : value.open();
                }
                return HostVault.this.open(lender, field);
            }

            @Override
            public String revision(String hostId) {
                return unique;
            }
        };
    }
}
