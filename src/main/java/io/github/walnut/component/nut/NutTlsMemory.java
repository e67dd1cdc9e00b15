package io.github.walnut.component.nut;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers for each server the certificate with which TLS has worked last. A server that stands
 * here is not spoken to in clear any more, and with {@code tlsTrust=first-use} not with another
 * certificate either, until its entry is removed. A host application that wants to remember beyond
 * a restart registers a bean of this type.
 */
public interface NutTlsMemory {

    /** SHA-256 of the leaf certificate in lower-case hexadecimal. */
    Optional<String> find(NutServer server);

    void save(NutServer server, String sha256);

    /** As if the server had never done TLS. */
    void forget(NutServer server);

    /** Forgets at the end of the process. */
    static NutTlsMemory transientMemory() {
        Map<NutServer, String> pins = new ConcurrentHashMap<>();
        return new NutTlsMemory() {
            @Override
            public Optional<String> find(NutServer server) {
                return Optional.ofNullable(pins.get(server));
            }

            @Override
            public void save(NutServer server, String sha256) {
                pins.put(server, sha256);
            }

            @Override
            public void forget(NutServer server) {
                pins.remove(server);
            }
        };
    }
}
