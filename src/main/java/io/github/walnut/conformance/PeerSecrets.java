package io.github.walnut.conformance;

import io.github.walnut.integration.HostSecrets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets of the hosts that the kit makes up, in memory only. */
public final class PeerSecrets implements HostSecrets {

    private final Map<String, Map<String, String>> byHost = new ConcurrentHashMap<>();

    void put(String hostId, Map<String, String> secrets) {
        byHost.put(hostId, Map.copyOf(secrets));
    }

    @Override
    public char[] open(String hostId, String field) {
        String value = byHost.getOrDefault(hostId, Map.of()).get(field);
        return value == null ? null : value.toCharArray();
    }

    @Override
    public String revision(String hostId) {
        return hostId;
    }
}
