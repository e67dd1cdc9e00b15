package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.cli.People;
import io.github.walnut.store.AuditEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands change in the database beside a running server, as it feels it. */
class PeopleBesideServerTest {

    private static final String PASSWORD = "canary-horse-44";

    @TempDir private Path folder;

    @Test
    @Requirement({"SEC-13", "OPS-41"})
    void a_command_ends_what_it_takes_away_within_a_second() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            People people = new LocalMachine().people();
            people.create(
                    walnut.configuration(), "anna@example.org", "operator", PASSWORD.toCharArray());
            String first = login(walnut);
            assertThat(walnut.as(first, "api/ups").status()).isEqualTo(200);

            people.setRole(walnut.configuration(), "anna@example.org", "viewer");
            await().atMost(TestLimits.WAIT)
                    .until(() -> walnut.as(first, "api/ups").status() == 401);
            String second = login(walnut);
            people.revoke(walnut.configuration(), "anna@example.org");
            await().atMost(TestLimits.WAIT)
                    .until(() -> walnut.as(second, "api/ups").status() == 401);
            String third = login(walnut);
            people.delete(walnut.configuration(), "anna@example.org");
            await().atMost(TestLimits.WAIT)
                    .until(() -> walnut.as(third, "api/ups").status() == 401);
        }
    }

    private static String login(HomeServer walnut) {
        return done(walnut.post(
                        "auth/jwt/login",
                        "{\"username\":\"anna@example.org\",\"password\":\"" + PASSWORD + "\"}"))
                .path("access_token")
                .asText();
    }

    @Test
    @Requirement({"SEC-4"})
    void the_first_administrator_may_come_from_the_configuration() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        try (HomeServer walnut =
                new HomeServer(
                        folder,
                        Map.of(
                                "WALNUT_ADMIN_EMAIL",
                                "Boss@example.org",
                                "WALNUT_ADMIN_PASSWORD_FILE",
                                file.toString()))) {
            JsonNode tokens =
                    done(
                            walnut.post(
                                    "auth/jwt/login",
                                    "{\"username\":\"boss@example.org\",\"password\":\""
                                            + PASSWORD
                                            + "\"}"));
            assertThat(tokens.at("/user/role").asText()).isEqualTo("admin");
            assertThat(walnut.audit()).extracting(AuditEntry::action).contains("user-create");
        }
    }

    @Test
    @Requirement({"SEC-12"})
    void a_refresh_token_that_comes_again_stands_in_the_audit_log() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            new LocalMachine()
                    .people()
                    .create(
                            walnut.configuration(),
                            "anna@example.org",
                            "viewer",
                            PASSWORD.toCharArray());
            String used =
                    done(walnut.post(
                                    "auth/jwt/login",
                                    "{\"username\":\"anna@example.org\",\"password\":\""
                                            + PASSWORD
                                            + "\"}"))
                            .path("refresh_token")
                            .asText();
            String refresh = "{\"refresh_token\":\"" + used + "\"}";
            JsonNode next = done(walnut.post("auth/jwt/refresh", refresh));
            done(
                    walnut.post(
                            "auth/jwt/refresh",
                            "{\"refresh_token\":\"" + next.path("refresh_token").asText() + "\"}"));
            assertThat(walnut.post("auth/jwt/refresh", refresh).status()).isEqualTo(401);
            assertThat(walnut.audit())
                    .anyMatch(
                            row ->
                                    row.action().equals("session.reuse")
                                            && row.actor().equals("anna@example.org"));
        }
    }
}
