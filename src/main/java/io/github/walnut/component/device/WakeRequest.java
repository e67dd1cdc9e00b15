package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.netty.NettyComponent;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The same packet, some times, a second apart: cards that sleep lose the first one now and then.
 */
record WakeRequest(
        MacAddress mac,
        String broadcast,
        int port,
        int repeat,
        DeviceSettings settings,
        CamelContext camel)
        implements DeviceRequest {

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
        NettyEndpoint endpoint = endpoint();
        try {
            Producer producer = endpoint.createProducer();
            ServiceHelper.startService(producer);
            try {
                for (int i = 0; i < repeat; i++) {
                    pauseBefore(i, call);
                    sendOne(producer, packet);
                }
            } finally {
                ServiceHelper.stopAndShutdownService(producer);
            }
        } catch (DeviceException failure) {
            throw failure;
        } catch (Exception failure) {
            throw DeviceException.of(
                    "unreachable",
                    "send",
                    "No packet could be sent to " + broadcast + " port " + port + ".",
                    failure);
        }
        return JsonNodeFactory.instance.objectNode().put("sent", repeat);
    }

    private static void sendOne(Producer producer, byte[] packet) throws Exception {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(packet);
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    private static void pauseBefore(int packet, DeviceCall call) throws DeviceException {
        if (packet == 0) {
            return;
        }
        try {
            long millis = call.left(java.time.Duration.ofSeconds(1)).toMillis();
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DeviceException.of(
                    "cancelled", "interrupted", "The call was ended.", interrupted);
        }
    }

    private NettyEndpoint endpoint() throws DeviceException {
        NettyConfiguration udp = new NettyConfiguration();
        udp.setProtocol("udp");
        udp.setHost(address().getHostAddress());
        udp.setPort(port);
        udp.setBroadcast(true);
        udp.setSync(false);
        udp.setUdpByteArrayCodec(true);
        udp.setUdpConnectionlessSending(true);
        NettyComponent component = new NettyComponent();
        component.setCamelContext(camel);
        NettyEndpoint endpoint = new NettyEndpoint("netty:udp", component, udp);
        endpoint.setCamelContext(camel);
        return endpoint;
    }

    /** Broadcast addresses are outside the rules for targets; a name is not accepted here. */
    private InetAddress address() throws DeviceException {
        if (!broadcast.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw DeviceException.of(
                    "validation",
                    "broadcast_invalid",
                    "A broadcast address is an IPv4 address, not " + broadcast + ".");
        }
        try {
            return InetAddress.getByName(broadcast);
        } catch (UnknownHostException invalid) {
            throw DeviceException.of(
                    "validation",
                    "broadcast_invalid",
                    broadcast + " is not an IPv4 address.",
                    invalid);
        }
    }
}
