package io.github.walnut.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The OpenID provider of the package {@code oidc-provider}, with people who say yes on its screens.
 */
public final class RealOidcProvider implements AutoCloseable {

    /** Without it the provider cannot be started. */
    public static final String INSTALLED = "src/test/oidc/node_modules/oidc-provider/package.json";

    private final Process process;
    private final String issuer;

    /**
     * @param callback where people are sent back to
     */
    public RealOidcProvider(String callback) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        issuer = "http://127.0.0.1:" + port;
        process =
                new ProcessBuilder("node", "provider.mjs", Integer.toString(port), callback)
                        .directory(Path.of("src/test/oidc").toFile())
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        String line = out.readLine();
        while (line != null && !line.equals("ready")) {
            said.append(line).append('\n');
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("oidc-provider ended: " + said);
        }
        Thread drain = new Thread(() -> out.lines().forEach(more -> {}), "oidc-provider");
        drain.setDaemon(true);
        drain.start();
    }

    public String discovery() {
        return issuer + "/.well-known/openid-configuration";
    }

    /** Puts the provider's clock so much ahead of the true one; behind it, below zero. */
    public void ahead(int seconds) throws IOException, InterruptedException {
        send(
                HttpClient.newHttpClient(),
                HttpRequest.newBuilder(URI.create(issuer + "/clock?seconds=" + seconds))
                        .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** A browser of one person: logs in, agrees, and is sent to the callback, which is returned. */
    public URI login(URI asked, String person) throws IOException, InterruptedException {
        HttpClient browser =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        URI at = asked;
        for (int step = 0; step < 12; step++) {
            HttpResponse<String> page = send(browser, HttpRequest.newBuilder(at).GET());
            if (page.statusCode() == 200) {
                boolean consent = page.body().contains("value=\"consent\"");
                String form =
                        consent
                                ? "prompt=consent"
                                : "prompt=login&login=" + person + "&password=any";
                page =
                        send(
                                browser,
                                HttpRequest.newBuilder(at)
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(HttpRequest.BodyPublishers.ofString(form)));
            }
            at =
                    at.resolve(
                            page.headers()
                                    .firstValue("Location")
                                    .orElseThrow(() -> new IOException("the provider stays")));
            if (!at.toString().startsWith(issuer)) {
                return at;
            }
        }
        throw new IOException("the provider sends from page to page, at last to " + at);
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
