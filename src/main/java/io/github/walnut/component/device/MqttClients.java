package io.github.walnut.component.device;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client per host; it is made anew when it is gone or the host's connection changed. */
final class MqttClients implements AutoCloseable {

    private final Egress egress;
    private final Map<String, MqttHost> hosts = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    MqttClients(Egress egress) {
        this.egress = egress;
    }

    MqttHost of(DeviceSettings settings, DeviceCall call) throws DeviceException {
        synchronized (locks.computeIfAbsent(settings.hostId(), id -> new Object())) {
            MqttHost present = hosts.get(settings.hostId());
            boolean fresh = call.takesFreshConnection();
            if (present != null && present.usable(settings.revision()) && !fresh) {
                return present;
            }
            if (present != null) {
                present.close();
            }
            MqttHost made = MqttHost.connect(settings, egress, call);
            hosts.put(settings.hostId(), made);
            return made;
        }
    }

    @Override
    public void close() {
        hosts.values().forEach(MqttHost::close);
        hosts.clear();
    }
}
