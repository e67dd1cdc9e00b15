package io.github.walnut.peers;

import static org.awaitility.Awaitility.await;

import io.github.walnut.TestLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keycloak with the realms of {@code src/test/oidc}, its database in memory, and people who type
 * their passwords on its login page. Its first start takes a minute or two.
 */
public final class RealKeycloak implements AutoCloseable {

    /** Unpacked there by the profile {@code long}. */
    public static final String INSTALLED = "target/keycloak/keycloak-26.5.6/bin/kc.sh";

    private static final Duration PATIENCE = TestLimits.WAIT;
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");

    private final Process process;
    private final String issuers;

    /**
     * @param log where it writes
     */
    public RealKeycloak(Path log) throws IOException, InterruptedException {
        Path home = Path.of(INSTALLED).toAbsolutePath().getParent().getParent();
        Path realms = Files.createDirectories(home.resolve("data/import"));
        for (String realm : new String[] {"keycloak-walnut.json", "keycloak-hasty.json"}) {
            Files.writeString(
                    realms.resolve(realm), Files.readString(Path.of("src/test/oidc", realm)));
        }
        int port = freePort();
        issuers = "http://127.0.0.1:" + port + "/realms/";
        ProcessBuilder start =
                new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--cache=local",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--http-management-port=" + freePort(),
                        "--import-realm");
        start.environment().put("JAVA_OPTS_APPEND", "-Xmx512m");
        start.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = start.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            awaitStart(log);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart(Path log) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !process.isAlive() || answers(client));
        if (!process.isAlive()) {
            throw new IOException("Keycloak does not start: " + Files.readString(log));
        }
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        try {
            return send(client, HttpRequest.newBuilder(URI.create(discovery("hasty"))).GET())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String discovery(String realm) {
        return issuers + realm + "/.well-known/openid-configuration";
    }

    /**
     * A person logs in.
     *
     * @return the callback, or empty when Keycloak shows its login page again
     */
    public Optional<URI> login(URI asked, String person, String password)
            throws IOException, InterruptedException {
        HttpClient browser = HttpClient.newHttpClient();
        HttpResponse<String> page = send(browser, HttpRequest.newBuilder(asked).GET());
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IOException("Keycloak shows no form: " + page.body());
        }
        HttpResponse<String> answer =
                send(
                        browser,
                        HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Cookie", cookies(page))
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "username="
                                                        + person
                                                        + "&password="
                                                        + URLEncoder.encode(
                                                                password,
                                                                StandardCharsets.UTF_8))));
        return answer.headers().firstValue("Location").map(URI::create);
    }

    /** Secure ones too, as a browser sends them to loopback; the JDK's cookie store would not. */
    private static String cookies(HttpResponse<String> page) {
        return page.headers().allValues("Set-Cookie").stream()
                .map(line -> line.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return browser.send(
                request.timeout(TestLimits.WAIT).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
