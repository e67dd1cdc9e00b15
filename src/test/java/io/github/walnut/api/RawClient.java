package io.github.walnut.api;

import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends one request from an address of its own and does not wait for the answer until asked. */
public final class RawClient implements AutoCloseable {

    private final Socket socket;

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    /** Connects from the n-th of sixteen thousand addresses of this machine. */
    public static RawClient from(int n, int port) {
        try {
            InetAddress own =
                    InetAddress.getByAddress(
                            new byte[] {127, 1, (byte) (n / 250), (byte) (n % 250 + 1)});
            Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, own, 0);
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param token null for a stranger
     * @param body null for none
     */
    public RawClient send(String method, String path, String token, String body) {
        StringBuilder head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n")
                        .append("Connection: close\r\nIf-Match: *\r\n");
        if (token != null) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        if (body != null) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return write(head.append("\r\n").append(body == null ? "" : body).toString());
    }

    public RawClient write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that comes until the server closes the connection. */
    public String answer() {
        try {
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of the answer; 0 when the connection was closed without one. */
    public int status() {
        String answer = answer();
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    /** Waits for the first byte of the answer, or for the end. */
    public int begun() {
        try {
            return socket.getInputStream().read() < 0 ? 0 : 101;
        } catch (IOException closed) {
            return 0;
        }
    }

    /** As {@link #status}, and closes. */
    public int last() {
        try (this) {
            return status();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
