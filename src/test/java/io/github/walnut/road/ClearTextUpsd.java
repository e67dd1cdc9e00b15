package io.github.walnut.road;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Somebody in the place of a NUT server who knows no TLS; keeps what is said to it. */
final class ClearTextUpsd implements AutoCloseable {

    private final ServerSocket socket;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private ClearTextUpsd(ServerSocket socket) {
        this.socket = socket;
    }

    static ClearTextUpsd on(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ClearTextUpsd upsd = new ClearTextUpsd(socket);
        Thread thread = new Thread(upsd::serve, "clear-text-upsd");
        thread.setDaemon(true);
        thread.start();
        return upsd;
    }

    String heard(Charset charset) {
        synchronized (heard) {
            return heard.toString(charset);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept();
                    BufferedReader in =
                            new BufferedReader(
                                    new InputStreamReader(
                                            client.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    answer(client, line);
                }
            } catch (IOException gone) {
                // the client has hung up, or the test is over: the next one, or the end
            }
        }
    }

    private void answer(Socket client, String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (heard) {
            heard.write(bytes);
        }
        String reply =
                switch (line.toUpperCase(Locale.ROOT)) {
                    case "VER" -> "Network UPS Tools upsd 2.8.1";
                    case "NETVER", "PROTVER" -> "1.3";
                    case "STARTTLS" -> "ERR FEATURE-NOT-CONFIGURED";
                    default -> "ERR ACCESS-DENIED";
                };
        client.getOutputStream().write((reply + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
