package io.github.walnut.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.ProblemsSeen;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.security.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are too large for memory go through to disk, and stay there only as long as used. */
class UploadsTest {

    private static final String PATH = "/api/system/restore";

    /** With 2047 and a heap of 200 MiB it shows that nothing is held in memory. */
    private static final long BYTES = Long.getLong("test.upload-mib", 24) << 20;

    private static RunningApi api;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        api = new RunningApi();
        admin = api.session(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String field(String name, String value) {
        return "--walnut\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(name, value);
    }

    private static String head() {
        return field("passphrase", "canary-passphrase-of-backups")
                + field("confirm", "RESTORE")
                + "--walnut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wnb\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** The same bytes each time, of which no two pieces are alike. */
    private static InputStream noise(long bytes) {
        SplittableRandom random = new SplittableRandom(7);
        byte[] piece = new byte[1 << 16];
        return new InputStream() {
            private long left = bytes;

            @Override
            public int read() {
                throw new UnsupportedOperationException("is read by pieces");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (left == 0) {
                    return -1;
                }
                int given = (int) Math.min(Math.min(length, piece.length), left);
                random.nextBytes(piece);
                System.arraycopy(piece, 0, into, offset, given);
                left -= given;
                return given;
            }
        };
    }

    private static HttpResponse<String> sent(InputStream body) {
        return api.send(
                api.request(PATH)
                        .timeout(TestLimits.WAIT.multipliedBy(2))
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "multipart/form-data; boundary=walnut")
                        .POST(BodyPublishers.ofInputStream(() -> body)));
    }

    private static HttpResponse<String> sent(String before, InputStream file, String after) {
        return sent(
                new SequenceInputStream(
                        Collections.enumeration(List.of(text(before), file, text(after)))));
    }

    private static void requireNothingLeft() {
        await().atMost(TestLimits.WAIT)
                .untilAsserted(() -> assertThat(api.uploads).isEmptyDirectory());
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = DiskSink.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    @Requirement("API-11")
    void a_large_file_comes_as_it_was_sent_and_goes_with_its_request() throws Exception {
        MessageDigest digest = DiskSink.sha256();
        HttpResponse<String> answer =
                sent(head(), new DigestInputStream(noise(BYTES), digest), "\r\n--walnut--\r\n");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        Path file = api.backups.restored.keySet().iterator().next();
        assertThat(api.backups.restored).containsEntry(file, "canary-passphrase-of-backups");
        assertThat(Files.size(file)).isEqualTo(BYTES);
        assertThat(sha256(file)).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        Files.delete(file); // it was taken
        requireNothingLeft();
    }

    @Test
    @Requirement("API-11")
    void what_is_incomplete_unconfirmed_or_cut_leaves_nothing() throws Exception {
        int before = api.backups.restored.size();
        String file = head().substring(head().lastIndexOf("--walnut"));
        assertThat(sent(file, noise(100_000), "\r\n--walnut--\r\n").statusCode()).isEqualTo(400);
        HttpResponse<String> other =
                sent(head().replace("RESTORE", "restore"), noise(100_000), "\r\n--walnut--\r\n");
        assertThat(other.body()).contains("confirm_required");
        assertThat(sent(head(), noise(100_000), "\r\n" + head() + "x\r\n--walnut--\r\n").body())
                .contains("one file");
        assertThat(sent(field("confirm", "RESTORE"), text(""), "--walnut--\r\n").statusCode())
                .isEqualTo(400);
        cutOff();
        requireNothingLeft();
        assertThat(api.backups.restored).hasSize(before);
    }

    /** The sender goes away in the middle of the file. */
    private static void cutOff() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                                    + "Content-Type: multipart/form-data; boundary=walnut\r\n"
                                    + "Content-Length: 9000000\r\n\r\n%s")
                            .formatted(PATH, admin, head())
                            .getBytes(UTF_8));
            out.write(noise(500_000).readNBytes(500_000));
            out.flush();
            await().atMost(TestLimits.WAIT)
                    .untilAsserted(() -> assertThat(api.uploads).isNotEmptyDirectory());
        }
    }

    @ParameterizedTest
    @Requirement("API-11")
    @ValueSource(strings = {"2200000000", "1000000000000000000", "9223372036854775807"})
    void a_body_that_says_it_is_larger_than_two_gibibytes_is_refused_before_it_comes(String length)
            throws Exception {
        assertThat(announced(length)).startsWith("HTTP/1.1 413").contains("too_large");
    }

    @Test
    @Requirement("API-11")
    void a_length_beyond_all_numbers_is_refused_before_the_body_comes() throws Exception {
        assertThat(announced("10000000000000000000"))
                .startsWith("HTTP/1.1 400")
                .contains("invalid_request");
    }

    /** What is answered to a head whose body never comes. */
    private static String announced(String length) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
            socket.setSoTimeout(TestLimits.WAIT_MILLIS);
            socket.getOutputStream()
                    .write(
                            ("POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                                            + "Content-Type: multipart/form-data; boundary=walnut\r\n"
                                            + "Content-Length: %s\r\n\r\n")
                                    .formatted(PATH, admin, length)
                                    .getBytes(UTF_8));
            return ProblemsSeen.hear(new String(socket.getInputStream().readAllBytes(), UTF_8));
        }
    }
}
