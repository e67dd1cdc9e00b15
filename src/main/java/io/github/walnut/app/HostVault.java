package io.github.walnut.app;

import io.github.walnut.integration.HostSecrets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sealed secrets of stored hosts, with a revision that tells pooled connections to close. */
final class HostVault implements HostSecrets {

    private final io.github.walnut.store.HostSecrets store;
    private final Map<String, Long> revisions = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();

    HostVault(io.github.walnut.store.HostSecrets store) {
        this.store = store;
    }

    /** A secret of the host was written. */
    void changed(String hostId) {
        revisions.put(hostId, revision.incrementAndGet());
    }

    @Override
    public char[] open(String hostId, String field) {
        return store.open(hostId, field).orElse(null);
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
    HostSecrets entered(Map<String, String> secrets, String lender) {
        String unique = "entered-" + revision.incrementAndGet();
        return new HostSecrets() {
            @Override
            public char[] open(String hostId, String field) {
                if (secrets.containsKey(field) || lender == null) {
                    String value = secrets.get(field);
                    return value == null ? null : value.toCharArray();
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
