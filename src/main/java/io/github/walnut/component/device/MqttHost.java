package io.github.walnut.component.device;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to one broker. */
final class MqttHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttHost.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final MqttAsyncClient client;
    private final boolean beside;
    private final String hostId;
    private final String revision;
    private final Set<MqttExpectation> expected = ConcurrentHashMap.newKeySet();

    private MqttHost(MqttAsyncClient client, String hostId, String revision, boolean beside) {
        this.client = client;
        this.beside = beside;
        this.hostId = hostId;
        this.revision = revision;
        client.setCallback(new MqttListener(this::heard));
    }

    /**
     * @param suffix of the client id when the host has a connection already, else empty
     */
    static MqttHost connect(DeviceSettings settings, String suffix, Egress egress, DeviceCall call)
            throws DeviceException {
        MqttAddress address = MqttAddress.parse(settings.required("url"));
        requireCover(address, settings);
        InetAddress resolved = egress.resolve(address.host(), address.port(), call);
        MqttHost host =
                new MqttHost(
                        client(address.uri(resolved), settings, suffix),
                        settings.hostId(),
                        settings.revision(),
                        !suffix.isEmpty());
        try {
            call.phase(
                    "connect",
                    Map.of(),
                    () -> host.login(MqttLogin.options(settings, address), call.left(CONNECT)));
        } catch (DeviceException failure) {
            host.close();
            throw failure;
        }
        return host;
    }

    private static void requireCover(MqttAddress address, DeviceSettings settings)
            throws DeviceException {
        boolean open = !address.encrypted() && !address.ofThisMachine();
        if (open && settings.holds("password") && !settings.flag("insecure", false)) {
            throw DeviceException.of(
                    "validation",
                    "clear_text",
                    "The password of host "
                            + settings.hostId()
                            + " would cross the network in clear text: use ssl:// or wss://, or"
                            + " set insecure.");
        }
    }

    /** There is another connection of the host, and only this one call uses this one. */
    boolean beside() {
        return beside;
    }

    boolean usable(String wanted) {
        return client.isConnected() && revision.equals(wanted);
    }

    /** Returns the reason code of the acknowledgement, 0 where the quality of service has none. */
    int publish(MqttMessageText message, Duration limit) throws DeviceException {
        MqttMessage packet = new MqttMessage(message.bytes());
        packet.setQos(message.qos());
        packet.setRetained(message.retain());
        try {
            IMqttToken token = client.publish(message.topic(), packet);
            token.waitForCompletion(limit.toMillis());
            int code = MqttReasons.worst(token.getReasonCodes());
            if (code >= MqttReasons.FAILURE) {
                throw MqttReasons.refused(
                        "The broker of " + hostId + " refused topic " + message.topic(), code);
            }
            return code;
        } catch (MqttException failure) {
            throw MqttReasons.explain(hostId, failure, true);
        }
    }

    void listen(MqttExpectation expectation, Duration limit) throws DeviceException {
        expected.add(expectation);
        try {
            IMqttToken token = client.subscribe(expectation.topic(), 1);
            token.waitForCompletion(limit.toMillis());
            int code = MqttReasons.worst(token.getReasonCodes());
            if (code >= MqttReasons.FAILURE) {
                throw MqttReasons.refused(
                        "The broker of " + hostId + " refused to tell " + expectation.topic(),
                        code);
            }
        } catch (MqttException failure) {
            throw MqttReasons.explain(hostId, failure, false);
        }
    }

    /** The payload, or null when none came in time. */
    String await(MqttExpectation expectation, Duration limit) throws DeviceException {
        try {
            return expectation.arrived().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silence) {
            return null;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DeviceException.of(
                    "cancelled", "interrupted", "The call was ended.", interrupted);
        }
    }

    void ignore(MqttExpectation expectation) {
        expected.remove(expectation);
        if (expected.stream().noneMatch(other -> other.topic().equals(expectation.topic()))) {
            try {
                client.unsubscribe(expectation.topic());
            } catch (MqttException gone) {
                LOG.debug("no need to unsubscribe {} at {}", expectation.topic(), hostId, gone);
            }
        }
    }

    private void heard(String topic, byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        expected.forEach(expectation -> expectation.offer(topic, text));
    }

    private String login(MqttLogin login, Duration limit) throws DeviceException {
        try {
            client.connect(login.options()).waitForCompletion(limit.toMillis());
            return client.getServerURI();
        } catch (MqttException failure) {
            throw MqttReasons.login(hostId, failure);
        } finally {
            login.wipe();
        }
    }

    private static MqttAsyncClient client(URI address, DeviceSettings settings, String suffix)
            throws DeviceException {
        String id = settings.text("client_id", "walnut-" + settings.hostId()) + suffix;
        try {
            return new MqttAsyncClient(address.toString(), id, new MemoryPersistence());
        } catch (MqttException | IllegalArgumentException failure) {
            throw DeviceException.of(
                    "validation",
                    "mqtt_client",
                    "No MQTT client can be made for " + address + ".",
                    failure);
        }
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 500, false);
            }
            client.close(true);
        } catch (MqttException alreadyGone) {
            LOG.debug("the connection of {} was gone already", hostId, alreadyGone);
        }
    }
}
