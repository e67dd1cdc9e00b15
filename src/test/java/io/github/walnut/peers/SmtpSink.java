package io.github.walnut.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server on loopback by RFC 5321, with STARTTLS or TLS from the start, AUTH PLAIN and LOGIN.
 * It refuses commands out of order, mail without a login where there are users, and a login in
 * clear text where it has a certificate. What it takes it keeps.
 */
public final class SmtpSink implements AutoCloseable {

    /**
     * @param encrypted it came over TLS
     * @param user null when nobody was logged in
     * @param content headers and body, lines with LF
     */
    public record Mail(
            boolean encrypted, String user, String from, List<String> to, String content) {}

    private final ServerSocket server;
    private final SSLContext tls;
    private final boolean tlsFirst;
    private final Map<String, String> users;
    private final Map<String, String> scripted = new ConcurrentHashMap<>();
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * @param tls null for a server without a certificate
     * @param users passwords by name; empty: nobody needs to log in
     */
    public SmtpSink(SSLContext tls, boolean tlsFirst, Map<String, String> users)
            throws IOException {
        this.tls = tls;
        this.tlsFirst = tlsFirst;
        this.users = users;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /**
     * From now on a command (the word, or {@code .} for the end of a mail, or {@code connect}) has
     * this answer; {@code hang} gives none, {@code reset} breaks off.
     */
    public void answer(String command, String answer) {
        scripted.put(command, answer);
    }

    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** Lines outside of mails, logins too. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    private void serve(Socket plain) {
        try (Socket socket = plain) {
            new Conversation(tlsFirst ? encrypted(socket) : socket, tlsFirst).run();
        } catch (IOException gone) {
            heard.add("(the client went away)");
        }
    }

    private SSLSocket encrypted(Socket socket) throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        tls.getSocketFactory().createSocket(socket, null, socket.getPort(), false);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private final class Conversation {

        private Socket socket;
        private boolean secure;
        private BufferedReader in;
        private OutputStream out;
        private boolean greeted;
        private String user;
        private String from;
        private final List<String> to = new CopyOnWriteArrayList<>();

        Conversation(Socket socket, boolean secure) throws IOException {
            use(socket, secure);
        }

        private void use(Socket now, boolean isSecure) throws IOException {
            socket = now;
            secure = isSecure;
            in =
                    new BufferedReader(
                            new InputStreamReader(now.getInputStream(), StandardCharsets.UTF_8));
            out = now.getOutputStream();
            greeted = false;
        }

        void run() throws IOException {
            say("connect", "220 sink ESMTP");
            String line = in.readLine();
            while (line != null) {
                heard.add(line);
                String word = line.split("[ :]")[0].toUpperCase();
                if (!obey(word, line)) {
                    return;
                }
                line = in.readLine();
            }
        }

        private boolean obey(String word, String line) throws IOException {
            switch (word) {
                case "EHLO", "HELO" -> {
                    greeted = true;
                    say(
                            word,
                            "250-sink"
                                    + (tls != null && !secure ? "\r\n250-STARTTLS" : "")
                                    + (mayLogin() ? "\r\n250-AUTH PLAIN LOGIN" : "")
                                    + "\r\n250 8BITMIME");
                }
                case "STARTTLS" -> {
                    if (tls == null || secure) {
                        say(word, "502 not here");
                    } else if (say(word, "220 go on")) {
                        use(encrypted(socket), true);
                    }
                }
                case "AUTH" -> login(line);
                case "MAIL" -> {
                    from = line.substring(line.indexOf(':') + 1).strip();
                    to.clear();
                    boolean known = users.isEmpty() || user != null;
                    say(word, !greeted ? "503 say hello" : known ? "250 ok" : "530 log in first");
                }
                case "RCPT" -> {
                    if (say(word, from == null ? "503 from whom?" : "250 ok")) {
                        to.add(line.substring(line.indexOf(':') + 1).strip());
                    }
                }
                case "DATA" -> data();
                case "RSET", "NOOP" -> say(word, "250 ok");
                case "QUIT" -> {
                    say(word, "221 bye");
                    return false;
                }
                default -> say(word, "500 what?");
            }
            return true;
        }

        private boolean mayLogin() {
            return !users.isEmpty() && (secure || tls == null);
        }

        private void login(String line) throws IOException {
            if (!mayLogin()) {
                say("AUTH", "538 not in clear text");
                return;
            }
            String[] parts = line.split(" ");
            String name;
            String password;
            if (parts[1].equalsIgnoreCase("PLAIN")) {
                String[] given = decoded(parts.length > 2 ? parts[2] : asked("")).split("\0", -1);
                name = given[1];
                password = given[2];
            } else {
                name = decoded(parts.length > 2 ? parts[2] : asked("VXNlcm5hbWU6"));
                password = decoded(asked("UGFzc3dvcmQ6"));
            }
            boolean right = password.equals(users.get(name));
            if (say("AUTH", right ? "235 welcome" : "535 5.7.8 wrong") && right) {
                user = name;
            }
        }

        private String asked(String question) throws IOException {
            write("334 " + question);
            return in.readLine();
        }

        private String decoded(String base64) {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        }

        private void data() throws IOException {
            if (!say("DATA", to.isEmpty() ? "503 to whom?" : "354 go on")) {
                return;
            }
            StringBuilder content = new StringBuilder();
            String line = in.readLine();
            while (line != null && !line.equals(".")) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
                line = in.readLine();
            }
            if (say(".", "250 taken")) {
                mails.add(new Mail(secure, user, from, List.copyOf(to), content.toString()));
            }
        }

        /** Whether the answer was a good one. */
        private boolean say(String command, String usual) throws IOException {
            String answer = scripted.getOrDefault(command, usual);
            if (answer.equals("reset")) {
                socket.setSoLinger(true, 0);
                socket.close();
                throw new SocketException("broken off");
            }
            if (answer.equals("hang")) {
                in.readLine();
                return false;
            }
            write(answer);
            return answer.charAt(0) < '4';
        }

        private void write(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
