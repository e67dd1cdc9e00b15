package io.github.walnut.simulation;

import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.simulation.Scenario.User;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLSocket;

/** One client of the simulated server, from connect to LOGOUT. */
final class NutSession {

    private static final int LONGEST_LINE = 4096;
    private static final long SLOW_BYTE_MILLIS = 50;

    private final SimulatedNutServer server;
    private final Questions questions;
    private final Set<String> logins = new HashSet<>();
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private String user;
    private String password;
    private boolean tracking;
    private final Set<String> tracked = new HashSet<>();
    private boolean finished;

    NutSession(SimulatedNutServer server, Socket socket) throws IOException {
        this.server = server;
        this.questions = new Questions(server);
        use(socket);
    }

    private void use(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    void serve() throws IOException {
        try {
            converse();
        } finally {
            logins.forEach(ups -> questions.login(ups, -1));
        }
    }

    private void converse() throws IOException {
        String line = readLine();
        while (line != null && !finished) {
            List<String> words = Words.of(line);
            if (words != null) {
                answer(words);
            }
            line = finished ? null : readLine();
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                line.write(next);
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("line longer than " + LONGEST_LINE + " bytes");
            }
            next = in.read();
        }
        return next < 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    private void answer(List<String> words) throws IOException {
        SimulatedUps ups = named(words);
        Fault fault = ups == null ? Fault.NONE : ups.fault();
        if (fault == Fault.SILENCE) {
            return;
        }
        String reply = reply(words, ups, fault);
        if (reply == null) {
            return;
        }
        byte[] bytes = (reply + "\n").getBytes(StandardCharsets.UTF_8);
        switch (fault) {
            case CUT -> {
                out.write(bytes, 0, bytes.length / 2);
                out.flush();
                finished = true;
            }
            case GARBAGE ->
                    send(
                            "VAR \u0001 \"unbalanced\nEND LIST NOTHING\n"
                                    .getBytes(StandardCharsets.UTF_8));
            case SLOW -> trickle(bytes);
            default -> send(bytes);
        }
        if (words.get(0).equalsIgnoreCase("STARTTLS") && reply.startsWith("OK")) {
            startTls();
        }
    }

    private SimulatedUps named(List<String> words) {
        return words.stream()
                .limit(3)
                .skip(1)
                .map(server.units()::get)
                .filter(unit -> unit != null)
                .findFirst()
                .orElse(null);
    }

    private String reply(List<String> words, SimulatedUps ups, Fault fault) {
        if (words.isEmpty()) {
            return "ERR UNKNOWN-COMMAND";
        }
        String command = words.get(0).toUpperCase(Locale.ROOT);
        return switch (command) {
            case "USERNAME", "PASSWORD" -> credentials(command, words);
            case "STARTTLS" -> starttls();
            case "LOGOUT" -> logout();
            case "LOGIN", "PRIMARY", "MASTER", "FSD" -> privileged(command, words, ups);
            case "SET" -> set(words, ups);
            case "INSTCMD" -> instcmd(words, ups);
            case "GET" ->
                    words.size() > 1 && words.get(1).equalsIgnoreCase("TRACKING")
                            ? trackingResult(words)
                            : questions.get(words, ups, fault);
            default -> questions.answer(command, words, ups, fault);
        };
    }

    private String credentials(String command, List<String> words) {
        if (words.size() != 2) {
            return "ERR INVALID-ARGUMENT";
        }
        boolean name = command.equals("USERNAME");
        if ((name ? user : password) != null) {
            return "ERR ALREADY-SET-" + command;
        }
        if (name) {
            user = words.get(1);
        } else {
            password = words.get(1);
        }
        return "OK";
    }

    private String starttls() {
        if (socket instanceof SSLSocket) {
            return "ERR ALREADY-SSL-MODE";
        }
        return server.tls() == null ? "ERR FEATURE-NOT-CONFIGURED" : "OK STARTTLS";
    }

    private void startTls() throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        server.tls()
                                .getSocketFactory()
                                .createSocket(socket, null, socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        use(secure);
    }

    private String logout() {
        finished = true;
        return "OK Goodbye";
    }

    private User known() {
        return server.scenario().users().stream()
                .filter(u -> u.name().equals(user) && u.password().equals(password))
                .findFirst()
                .orElse(null);
    }

    private String refusal() {
        if (user == null) {
            return "ERR USERNAME-REQUIRED";
        }
        return password == null ? "ERR PASSWORD-REQUIRED" : null;
    }

    private String privileged(String command, List<String> words, SimulatedUps ups) {
        String refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        if (words.size() != 2) {
            return "ERR INVALID-ARGUMENT";
        }
        if (ups == null) {
            return "ERR UNKNOWN-UPS";
        }
        User known = known();
        boolean login = command.equals("LOGIN");
        boolean allowed =
                known != null
                        && (login
                                ? known.upsmon() != null
                                : "primary".equals(known.upsmon())
                                        || command.equals("FSD") && known.admin());
        if (!allowed) {
            return "ERR ACCESS-DENIED";
        }
        if (login && !logins.add(ups.name())) {
            return "ERR ALREADY-LOGGED-IN";
        }
        return switch (command) {
            case "LOGIN" -> {
                questions.login(ups.name(), 1);
                yield "OK";
            }
            case "FSD" -> {
                ups.forceShutdown();
                yield "OK FSD-SET";
            }
            default -> "OK " + command + "-GRANTED";
        };
    }

    private String set(List<String> words, SimulatedUps ups) {
        if (words.size() == 3 && words.get(1).equalsIgnoreCase("TRACKING")) {
            tracking = words.get(2).equalsIgnoreCase("ON");
            return "OK";
        }
        String refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        if (words.size() != 5 || !words.get(1).equalsIgnoreCase("VAR")) {
            return "ERR INVALID-ARGUMENT";
        }
        if (ups == null) {
            return "ERR UNKNOWN-UPS";
        }
        if (!admin()) {
            return "ERR ACCESS-DENIED";
        }
        if (!ups.variables().containsKey(words.get(3))) {
            return "ERR VAR-NOT-SUPPORTED";
        }
        if (!ups.writable().contains(words.get(3))) {
            return "ERR READONLY";
        }
        ups.set(Map.of(words.get(3), words.get(4)));
        return done();
    }

    private String instcmd(List<String> words, SimulatedUps ups) {
        String refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        if (words.size() < 3 || words.size() > 4) {
            return "ERR INVALID-ARGUMENT";
        }
        if (ups == null) {
            return "ERR UNKNOWN-UPS";
        }
        if (!admin()) {
            return "ERR ACCESS-DENIED";
        }
        if (!ups.commands().contains(words.get(2))) {
            return "ERR CMD-NOT-SUPPORTED";
        }
        ups.heard(String.join(" ", words.subList(2, words.size())));
        return done();
    }

    private boolean admin() {
        User known = known();
        return known != null && known.admin();
    }

    private String done() {
        if (!tracking) {
            return "OK";
        }
        String id = UUID.randomUUID().toString();
        tracked.add(id);
        return "OK TRACKING " + id;
    }

    private String trackingResult(List<String> words) {
        if (!tracking) {
            return "ERR FEATURE-NOT-CONFIGURED";
        }
        return words.size() == 3 && tracked.contains(words.get(2)) ? "SUCCESS" : "ERR UNKNOWN";
    }

    private void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private void trickle(byte[] bytes) throws IOException {
        for (byte b : bytes) {
            out.write(b);
            out.flush();
            try {
                Thread.sleep(SLOW_BYTE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("stopped while trickling", e);
            }
        }
    }
}
