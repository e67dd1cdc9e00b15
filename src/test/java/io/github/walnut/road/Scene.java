package io.github.walnut.road;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.peers.HttpReceiver;
import io.github.walnut.peers.RealSshd;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.util.Map;

/** The peers of an outage, and how they are made known to walNUT by its command line. */
final class Scene {

    static final String HTTP_TOKEN = "canary-http-token-3c9a";
    static final String NUT_PASSWORD = "canary-adminpass";

    private Scene() {}

    static Map<String, String> nut(RealUpsd upsd) {
        return Map.of(
                "NUT_HOST",
                upsd.host(),
                "NUT_PORT",
                Integer.toString(upsd.port()),
                "NUT_USERNAME",
                "admin",
                "NUT_PASSWORD",
                NUT_PASSWORD);
    }

    /** A machine by SSH, its host key trusted after a first test; the id. */
    static String machine(RunningWalnut walnut, RealSshd sshd, String name, String... settings)
            throws IOException {
        walnut.secret(sshd.privateKey());
        String key = walnut.file("key-" + name, sshd.privateKey()).toString();
        String[] command = {
            "--json",
            "hosts",
            "add",
            "--type",
            "generic.ssh",
            "--name",
            name,
            "--set",
            "host=" + sshd.host(),
            "--set",
            "port=" + sshd.port(),
            "--set",
            "username=" + sshd.user(),
            "--secret",
            "private_key=@" + key
        };
        String id = walnut.done(with(command, settings)).json().path("id").asText();
        JsonNode test = walnut.cli("--json", "hosts", "test", id).json();
        walnut.done("hosts", "trust", id, test.path("fingerprint").asText(sshd.fingerprint()));
        walnut.done("hosts", "test", id);
        return id;
    }

    /** A receiver of web hooks with a token; the id. */
    static String hooks(RunningWalnut walnut, HttpReceiver receiver, String requests)
            throws IOException {
        String token = walnut.file("token", HTTP_TOKEN).toString();
        return walnut.done(
                        "--json",
                        "hosts",
                        "add",
                        "--type",
                        "generic.http",
                        "--name",
                        "hooks",
                        "--set",
                        "base_url=" + receiver.url(),
                        "--set",
                        "auth=bearer",
                        "--secret",
                        "token=@" + token,
                        "--set",
                        "requests=" + requests)
                .json()
                .path("id")
                .asText();
    }

    /** Saves, enables and arms a policy; the id. */
    static String armed(RunningWalnut walnut, String file, String document) throws IOException {
        String id = created(walnut, file, document);
        walnut.done("policies", "arm", id, "--reason", "integration test");
        return id;
    }

    static String created(RunningWalnut walnut, String file, String document) throws IOException {
        return walnut.done(
                        "--json",
                        "policies",
                        "create",
                        "-f",
                        walnut.file(file, document).toString())
                .json()
                .path("id")
                .asText();
    }

    private static String[] with(String[] command, String... more) {
        String[] all = new String[command.length + 2 * more.length];
        System.arraycopy(command, 0, all, 0, command.length);
        for (int i = 0; i < more.length; i++) {
            all[command.length + 2 * i] = "--set";
            all[command.length + 2 * i + 1] = more[i];
        }
        return all;
    }
}
