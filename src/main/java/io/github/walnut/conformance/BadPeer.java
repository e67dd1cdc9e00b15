package io.github.walnut.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Listens on loopback and answers as no peer should. */
final class BadPeer implements AutoCloseable {

    /** What it does once somebody has connected. */
    enum Manner {
        /** Nothing. */
        SILENCE,
        /** A hundred MiB. */
        FLOOD,
        /** A byte a second. */
        TRICKLE,
        /** A document that is none, with what steers a terminal. */
        GARBAGE,
        /** The way back to itself. */
        REDIRECT
    }

    private static final int FLOOD_MIB = 100;
    private static final String JSON = "Content-Type: application/json\r\nContent-Length: ";

    private final Manner manner;
    private final boolean http;
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    BadPeer(Manner manner, boolean http) throws IOException {
        this.manner = manner;
        this.http = http;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "conformance-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            if (http && manner != Manner.SILENCE) {
                socket.getInputStream().read(new byte[8192]);
            }
            switch (manner) {
                case SILENCE -> socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                case FLOOD -> flood(out);
                case TRICKLE -> trickle(out);
                case GARBAGE -> garbage(out);
                case REDIRECT ->
                        text(
                                out,
                                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                                        + port()
                                        + "/elsewhere\r\nContent-Length: 0\r\n\r\n");
                default -> throw new IllegalStateException("no such manner");
            }
        } catch (IOException gone) {
            open.remove(socket); // the driver has had enough, as it should
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void flood(OutputStream out) throws IOException {
        if (http) {
            text(out, "HTTP/1.1 200 OK\r\n" + JSON + ((long) FLOOD_MIB << 20) + "\r\n\r\n");
        }
        byte[] mebibyte = "[".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < FLOOD_MIB; i++) {
            out.write(mebibyte);
        }
        out.flush();
    }

    private void trickle(OutputStream out) throws IOException, InterruptedException {
        if (http) {
            text(out, "HTTP/1.1 200 OK\r\n" + JSON + "1000\r\n\r\n");
        }
        while (!server.isClosed()) {
            text(out, "x");
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void garbage(OutputStream out) throws IOException {
        String rubbish = "{\"on\": \u001b[2J\u001b]0;owned\u0007 \u0000\u0001\u00ff";
        if (http) {
            text(out, "HTTP/1.1 200 OK\r\n" + JSON + rubbish.length() + "\r\n\r\n" + rubbish);
        } else {
            text(out, (rubbish + "\r\n").repeat(1000));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
