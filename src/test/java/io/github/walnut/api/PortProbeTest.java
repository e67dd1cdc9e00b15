package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortProbeTest {

    private final PortProbe probe = new PortProbe(new RequestWatch());

    @Test
    void notices_that_another_program_answers_the_port() throws IOException {
        HttpServer other =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        other.start();
        try {
            assertThatThrownBy(() -> probe.probe("127.0.0.1", other.getAddress().getPort(), null))
                    .hasMessageContaining("another program");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void notices_that_nobody_answers_the_port() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> probe.probe("127.0.0.1", free, null))
                .hasMessageContaining("not answered");
    }
}
