package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Knocks at a port: whether a machine still, or again, listens. Nothing is sent. */
final class TcpTransport implements DeviceTransport {

    private final Egress egress;

    TcpTransport(Egress egress) {
        this.egress = egress;
    }

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public String planKind() {
        return "none";
    }

    @Override
    public DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException {
        int port = request.path("port").asInt();
        if (port < 1 || port > 65535) {
            throw DeviceException.of(
                    "validation", "port_invalid", "A port is 1 to 65535, not " + port + ".");
        }
        String host = request.path("host").asText(settings.text("host", ""));
        Duration within = Duration.ofSeconds(Math.max(1, request.path("within_s").asInt(3)));
        return new Knock(egress, host, port, within);
    }

    private record Knock(Egress egress, String host, int port, Duration within)
            implements DeviceRequest {

        @Override
        public boolean writes() {
            return false;
        }

        @Override
        public Object preview() {
            return host + ":" + port;
        }

        @Override
        public JsonNode send(DeviceCall call) throws DeviceException {
            InetAddress address = egress.resolve(host, port, call);
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("open", opens(address, call.left(within)))
                    .put("port", port);
        }

        private boolean opens(InetAddress address, Duration limit) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(address, port), (int) Math.max(1, limit.toMillis()));
                return true;
            } catch (IOException closed) {
                return false;
            }
        }
    }
}
