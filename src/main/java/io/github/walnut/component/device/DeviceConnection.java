package io.github.walnut.component.device;

import java.util.Map;

/**
 * How one host is reached.
 *
 * @param revision changes whenever a field or a secret does; pooled connections of an older one are
 *     closed
 * @param transports the blocks of the type's manifest, by transport name; texts in them may hold
 *     {@code {field}}
 * @param fields connection fields of the host, without secrets
 */
public record DeviceConnection(
        String hostId,
        String revision,
        Map<String, Map<String, Object>> transports,
        Map<String, Object> fields,
        DeviceSecrets secrets) {

    public DeviceConnection {
        transports = Map.copyOf(transports);
        fields = Map.copyOf(fields);
    }

    DeviceSettings settings(String transport) throws DeviceException {
        Map<String, Object> block = transports.get(transport);
        if (block == null) {
            throw DeviceException.of(
                    "unsupported",
                    "transport_not_declared",
                    "The type of host " + hostId + " declares no transport " + transport + ".");
        }
        return new DeviceSettings(this, block).ofItsKind();
    }
}
