package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * @param message null to connect only
 */
record SyslogRequest(
        String host,
        int port,
        String protocol,
        SyslogMessage message,
        DeviceSettings settings,
        Egress egress)
        implements DeviceRequest {

    @Override
    public boolean writes() {
        return message != null;
    }

    @Override
    public Object preview() {
        Map<String, Object> preview = new LinkedHashMap<>();
        preview.put("channel", settings.hostId());
        preview.put("text", message.text());
        return preview;
    }

    @Override
    public JsonNode send(DeviceCall call) throws DeviceException {
        InetAddress address = egress.resolve(host, port, call);
        try {
            if (protocol.equals("udp")) {
                datagram(address);
            } else {
                stream(address, call);
            }
        } catch (IOException failure) {
            throw DeviceException.of(
                    "unreachable",
                    "send",
                    "Nothing could be sent to host " + settings.hostId() + ".",
                    failure);
        }
        return JsonNodeFactory.instance.objectNode().put("sent", message != null);
    }

    private void datagram(InetAddress address) throws IOException {
        if (message == null) {
            return;
        }
        byte[] line = message.line(Instant.now());
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(line, line.length, address, port));
        }
    }

    private void stream(InetAddress address, DeviceCall call) throws IOException, DeviceException {
        try (Socket plain = new Socket()) {
            Dial.up(plain, new InetSocketAddress(address, port), settings.hostId(), call);
            Socket socket =
                    protocol.equals("tls")
                            ? TlsHandshake.step(call, plain, host, port, settings)
                            : plain;
            if (message != null) {
                socket.getOutputStream().write(counted(message.line(Instant.now())));
                socket.getOutputStream().flush();
            }
            socket.close();
        }
    }

    /** The length goes ahead, so that a line may hold anything (RFC 6587, RFC 5425). */
    private static byte[] counted(byte[] line) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((line.length + " ").getBytes(StandardCharsets.US_ASCII));
        frame.write(line);
        return frame.toByteArray();
    }
}
