package io.github.walnut.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Sets the demonstration up as a user would: over the API. */
final class DemoSeed {

    private static final List<String> POLICIES =
            List.of("1-shed-test-machines", "2-orderly-shutdown");
    private static final String REASON = "demonstration with virtual targets";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final String email;
    private final String password;
    private final int chance;
    private String token;

    /**
     * @param chance decides how long targets take
     */
    DemoSeed(int port, String email, String password, int chance) {
        this.server = URI.create("http://127.0.0.1:" + port + "/");
        this.email = email;
        this.password = password;
        this.chance = chance;
    }

    void plant() throws IOException {
        token =
                post(
                                "auth/jwt/login",
                                json.createObjectNode()
                                        .put("username", email)
                                        .put("password", password)
                                        .toString(),
                                "application/json")
                        .path("access_token")
                        .asText();
        host(
                "demo-cluster",
                "vms",
                List.of(
                        "shop",
                        "wiki",
                        "mail",
                        "db-main",
                        "db-replica",
                        "ci-1",
                        "ci-2",
                        "staging"));
        host("demo-pdu", "outlets", List.of("storage", "lab-printer"));
        for (String name : POLICIES) {
            JsonNode policy =
                    post(
                            "api/policies",
                            Demo.resource("policies/" + name + ".yaml"),
                            "application/yaml");
            arm(policy);
        }
        post("api/system/arm", reason().put("confirm", "ARM").toString(), "application/json");
    }

    private ObjectNode reason() {
        return json.createObjectNode().put("reason", REASON);
    }

    private void arm(JsonNode policy) throws IOException {
        ObjectNode body = reason().put("confirm", policy.path("name").asText());
        if (policy.hasNonNull("target_count")) {
            body.put("targets", policy.path("target_count").asInt());
        }
        post(
                "api/policies/" + policy.path("id").asText() + "/arm",
                body.toString(),
                "application/json");
    }

    private void host(String name, String kind, List<String> targets) throws IOException {
        ObjectNode body = json.createObjectNode();
        body.put("type_id", "walnut.virtual").put("name", name).put("id", name);
        ObjectNode config = body.putObject("config");
        config.set(kind, json.valueToTree(targets));
        config.put("seed", chance);
        config.putObject("latency").put("default", "1500-4000");
        post("api/integrations", body.toString(), "application/json");
        post("api/integrations/" + name + "/test", "{}", "application/json");
        get("api/hosts/" + name + "/inventory?refresh=full");
    }

    private void get(String path) throws IOException {
        send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    private JsonNode post(String path, String body, String mediaType) throws IOException {
        return send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", mediaType)
                        .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        request.header("Accept", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new CliException(
                        CliException.FAILED, answer.uri().getPath() + " answered " + answer.body());
            }
            return json.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the demonstration was set up", e);
        }
    }
}
