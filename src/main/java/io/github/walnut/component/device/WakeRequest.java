package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The same packet, some times, a second apart: cards that sleep lose the first one now and then.
 */
record WakeRequest(MacAddress mac, String broadcast, int port, int repeat, DeviceSettings settings)
        implements DeviceRequest {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public Object preview() {
        Map<String, Object> preview = new LinkedHashMap<>();
        preview.put("mac", mac.text());
        preview.put("broadcast", broadcast);
        preview.put("port", port);
        return preview;
    }

    @Override
    public JsonNode send(DeviceCall call) throws DeviceException {
        byte[] packet = MagicPacket.of(mac, settings.secret("password"));
        DatagramPacket datagram = new DatagramPacket(packet, packet.length, address(), port);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            for (int i = 0; i < repeat; i++) {
                if (i > 0) {
                    pause(call);
                }
                socket.send(datagram);
            }
        } catch (IOException failure) {
            throw DeviceException.of(
                    "unreachable",
                    "send",
                    "No packet could be sent to " + broadcast + " port " + port + ".",
                    failure);
        }
        return JsonNodeFactory.instance.objectNode().put("sent", repeat);
    }

    private static void pause(DeviceCall call) throws DeviceException {
        try {
            new CountDownLatch(1).await(call.left(PAUSE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DeviceException.of(
                    "cancelled", "interrupted", "The call was ended.", interrupted);
        }
    }

    /** Broadcast addresses are outside the rules for targets; a name is not accepted here. */
    private InetAddress address() throws DeviceException {
        if (!broadcast.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw invalid(null);
        }
        try {
            return InetAddress.getByName(broadcast);
        } catch (UnknownHostException unreadable) {
            throw invalid(unreadable);
        }
    }

    private DeviceException invalid(Exception cause) {
        return DeviceException.of(
                "validation",
                "broadcast_invalid",
                "A broadcast address is an IPv4 address, not " + broadcast + ".",
                cause);
    }
}
