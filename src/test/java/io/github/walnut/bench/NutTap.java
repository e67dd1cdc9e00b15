package io.github.walnut.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Stands between a client and a NUT server and tells when bytes pass, in each direction, before it
 * passes them on. The nanoseconds are those of {@link System#nanoTime()}.
 */
final class NutTap implements AutoCloseable {

    private static final int CHUNK = 65_536;

    private final ServerSocket listener;
    private final int server;
    private final BiConsumer<Long, String> asked;
    private final BiConsumer<Long, String> answered;

    NutTap(int server, BiConsumer<Long, String> asked, BiConsumer<Long, String> answered)
            throws IOException {
        this.server = server;
        this.asked = asked;
        this.answered = answered;
        this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        run("tap", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A connection that ends is the usual end of the work. */
    private static void run(String name, Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException e) {
                                System.err.println(name + " ended: " + e.getMessage());
                            }
                        },
                        name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            run("tap-asked", () -> pass(client, upstream, asked));
            run("tap-answered", () -> pass(upstream, client, answered));
        }
    }

    private static void pass(Socket from, Socket to, BiConsumer<Long, String> heard)
            throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                heard.accept(
                        System.nanoTime(), new String(chunk, 0, length, StandardCharsets.UTF_8));
                out.write(chunk, 0, length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
