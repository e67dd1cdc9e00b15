package io.github.walnut.component.device;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One client per host; it is made anew when it is gone or the host's connection changed. */
final class MqttClients implements AutoCloseable {

    private final Egress egress;

    /** What a second client id of the same host ends with. */
    private static final String BESIDE = "-test";

    private final Map<String, MqttHost> hosts = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    MqttClients(Egress egress) {
        this.egress = egress;
    }

    /**
     * The connection of the host, to be given back by {@link #release}. A call that must not take
     * one that is there gets one of its own beside it: brokers end a session whose client id comes
     * again, and with it whatever waits for an answer there.
     */
    MqttHost of(DeviceSettings settings, DeviceCall call) throws DeviceException {
        if (call.takesFreshConnection() && usable(settings)) {
            return MqttHost.connect(settings, BESIDE, egress, call);
        }
        synchronized (locks.computeIfAbsent(settings.hostId(), id -> new Object())) {
            MqttHost present = hosts.get(settings.hostId());
            if (present != null && present.usable(settings.revision())) {
                return present;
            }
            if (present != null) {
                present.close();
            }
            MqttHost made = MqttHost.connect(settings, "", egress, call);
            hosts.put(settings.hostId(), made);
            return made;
        }
    }

    void release(MqttHost host) {
        if (host.beside()) {
            host.close();
        }
    }

    private boolean usable(DeviceSettings settings) {
        MqttHost present = hosts.get(settings.hostId());
        return present != null && present.usable(settings.revision());
    }

    @Override
    public void close() {
        hosts.values().forEach(MqttHost::close);
        hosts.clear();
    }
}
