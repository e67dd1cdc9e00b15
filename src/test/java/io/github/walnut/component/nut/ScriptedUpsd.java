package io.github.walnut.component.nut;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A server on loopback that plays a transcript, one part (up to a line {@code ---}) for each
 * connection, and after it answers as a healthy upsd with one UPS {@code rack1} would. Lines of a
 * transcript:
 *
 * <pre>
 * C: LIST VAR rack1      waits for this request
 * S: BEGIN LIST VAR      sends a line; S- sends it without a line end
 * J: one line | another  sends lines in one write
 * R: 3 40 VAR v{n} "{x}" sends a line three times, with 40 x in it
 * X: 56 41 52 0a         sends these bytes
 * W: 200                 waits milliseconds
 * SPLIT                  from here on sends byte by byte
 * CUT                    closes the connection
 * SILENT                 takes whatever comes and says nothing
 * TLS                    goes on over TLS
 * </pre>
 */
final class ScriptedUpsd implements AutoCloseable {

    private final ServerSocket listener;
    private final Queue<List<String>> parts = new ArrayDeque<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> surprises = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Map<String, String>> devices = new ConcurrentHashMap<>();
    private ScriptedTls tls;

    private ScriptedUpsd(String script) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        for (String part : script.isBlank() ? new String[0] : script.split("(?m)^---\\R")) {
            parts.add(
                    part.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList());
        }
        device("rack1");
        Thread thread = new Thread(this::accept, "scripted upsd");
        thread.setDaemon(true);
        thread.start();
    }

    /** Plays the transcript in this resource, below {@code /transcripts/nut/}. */
    static ScriptedUpsd playing(String resource) throws IOException {
        try (var in = ScriptedUpsd.class.getResourceAsStream("/transcripts/nut/" + resource)) {
            return new ScriptedUpsd(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static ScriptedUpsd script(String script) throws IOException {
        return new ScriptedUpsd(script);
    }

    static ScriptedUpsd healthy(String... names) throws IOException {
        ScriptedUpsd upsd = new ScriptedUpsd("");
        upsd.devices.clear();
        List.of(names).forEach(upsd::device);
        return upsd;
    }

    /** Offers STARTTLS while it answers as a healthy server. */
    ScriptedUpsd with(ScriptedTls offered) {
        tls = offered;
        return this;
    }

    ScriptedTls tls() {
        return tls;
    }

    void set(String ups, String variable, String value) {
        devices.get(ups).put(variable, value);
    }

    void device(String ups) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("ups.status", "OL");
        variables.put("battery.charge", "100");
        variables.put("device.serial", "healthy");
        devices.put(ups, java.util.Collections.synchronizedMap(variables));
    }

    void remove(String ups) {
        devices.remove(ups);
    }

    Map<String, Map<String, String>> devices() {
        return devices;
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    NutServer server() {
        return new NutServer("127.0.0.1", listener.getLocalPort());
    }

    /** What clients have said, without quotes. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    /** Requests that the transcript did not expect. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    int connections() {
        return sockets.size();
    }

    /** Ends the open connections, but goes on listening. */
    void hangUp() {
        sockets.forEach(ScriptedUpsd::closeQuietly);
    }

    boolean awaitClosed(long millis) throws InterruptedException {
        return closed.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        hangUp();
    }

    void hear(String line) {
        heard.add(line);
    }

    void surprised(String line) {
        surprises.add(line);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                List<String> part = parts.isEmpty() ? List.of() : parts.remove();
                Thread thread = new Thread(() -> serve(socket, part), "scripted upsd client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket, List<String> part) {
        try (socket) {
            ScriptedClient client = new ScriptedClient(this, socket);
            if (client.play(part)) {
                client.answerWell();
            }
        } catch (IOException e) {
            surprises.add("connection ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
