package io.github.walnut.peers;

import static org.awaitility.Awaitility.await;

import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * OpenSSH on loopback, for the current user only. Every command is recorded and none is run: the
 * forced command answers what {@link #answer} said, else exit 0 and the line {@code recorded}.
 */
public final class RealSshd implements AutoCloseable {

    public static final String PROGRAM = "/usr/sbin/sshd";

    private static final Duration START = TestLimits.WAIT;
    private static final Pattern LOGIN = Pattern.compile("Accepted publickey");
    private static final Pattern ATTEMPT =
            Pattern.compile("(Accepted|Failed|Invalid user|Postponed)");

    private final PeerFolder folder;
    private final int port;
    private Process process;

    private RealSshd(PeerFolder folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static RealSshd start() throws IOException {
        RealSshd sshd = new RealSshd(new PeerFolder("sshd"), PeerFolder.freePort());
        sshd.prepare();
        sshd.launch();
        return sshd;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public String user() {
        return System.getProperty("user.name");
    }

    /** The OpenSSH text of a key that is allowed in. */
    public String privateKey() {
        return text("client");
    }

    /** The OpenSSH text of a key that nobody allowed. */
    public String strangerKey() {
        return text("stranger");
    }

    /** As OpenSSH prints it: {@code SHA256:…}. */
    public String fingerprint() throws IOException {
        return folder.run("ssh-keygen", "-lf", folder.path("hostkey.pub").toString()).split(" ")[1];
    }

    /** Commands in the order in which they came, one item each. */
    public List<String> commands() {
        return lines("calls.log");
    }

    /** The file behind {@link #commands()}. */
    public Path record() {
        return folder.path("calls.log");
    }

    /** How many sessions were let in. */
    public long logins() {
        return lines("sshd.log").stream().filter(line -> LOGIN.matcher(line).find()).count();
    }

    /** How often anyone offered a credential. */
    public long credentialsSeen() {
        return lines("sshd.log").stream().filter(line -> ATTEMPT.matcher(line).find()).count();
    }

    /** Answers this command so from now on. */
    public void answer(String command, int exit, String stdout, String stderr) throws IOException {
        script(
                command,
                "cat <<'END_OF_ANSWER'\n%s\nEND_OF_ANSWER\ncat >&2 <<'END_OF_ANSWER'\n%s\nEND_OF_ANSWER\nexit %d\n"
                        .formatted(stdout, stderr, exit));
    }

    /** Answers this command by a line of shell. */
    public void script(String command, String shell) throws IOException {
        folder.write("answers/" + sha256(command), shell);
    }

    /** Ends the connection in the middle of this command, so that no exit status is sent. */
    public void cutDuring(String command) throws IOException {
        script(command, "kill -9 $PPID; sleep 5\n");
    }

    /** Starts again on the same port with another host key. */
    public void changeHostKey() throws IOException {
        stop();
        Files.delete(folder.path("hostkey"));
        Files.delete(folder.path("hostkey.pub"));
        keygen("hostkey");
        launch();
    }

    /** Ends every session and starts again with the same keys. */
    public void restart() throws IOException {
        stop();
        launch();
    }

    public void stop() {
        PeerFolder.stop(process);
    }

    @Override
    public void close() {
        stop();
        folder.close();
    }

    private void prepare() throws IOException {
        keygen("hostkey");
        keygen("client");
        keygen("stranger");
        folder.write("calls.log", "");
        folder.write("answers/README", "one shell script per command, named by its SHA-256\n");
        folder.write("authorized", text("client.pub"));
        Path recorder = folder.write("record.sh", recorder());
        if (!recorder.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + recorder + " executable");
        }
        folder.write("sshd_config", config(recorder));
        if (user().equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
    }

    private String recorder() {
        return """
                #!/bin/sh
                printf '%%s\\n' "$SSH_ORIGINAL_COMMAND" >> '%1$s/calls.log'
                name=$(printf '%%s' "$SSH_ORIGINAL_COMMAND" | sha256sum | cut -c1-64)
                if [ -f '%1$s/answers/'$name ]; then . '%1$s/answers/'$name; exit; fi
                echo recorded
                """
                .formatted(folder.path("."));
    }

    private String config(Path recorder) {
        return """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                PidFile none
                AuthorizedKeysFile %s
                StrictModes no
                UsePAM no
                PermitRootLogin yes
                PasswordAuthentication yes
                KbdInteractiveAuthentication no
                AllowUsers %s
                LogLevel VERBOSE
                MaxStartups 100
                PerSourcePenalties no
                ForceCommand %s
                AllowTcpForwarding no
                PermitTTY no
                """
                .formatted(
                        port, folder.path("hostkey"), folder.path("authorized"), user(), recorder);
    }

    private void launch() throws IOException {
        process =
                folder.start(
                        "sshd.log",
                        List.of(PROGRAM, "-D", "-e", "-f", folder.path("sshd_config").toString()));
        await().atMost(START).until(this::answers);
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("sshd ended: " + text("sshd.log"));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return socket.getInputStream().read() == 'S';
        } catch (IOException notYet) {
            return false;
        }
    }

    private void keygen(String name) throws IOException {
        folder.run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-C",
                name,
                "-f",
                folder.path(name).toString());
    }

    private List<String> lines(String name) {
        return text(name).lines().toList();
    }

    private String text(String name) {
        try {
            return Files.readString(folder.path(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
