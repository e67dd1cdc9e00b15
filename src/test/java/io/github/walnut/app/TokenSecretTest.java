package io.github.walnut.app;

import static io.github.walnut.app.HomeServer.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.security.Hkdf;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.DatabaseConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another secret of tokens, beside a server and before it has been told. */
class TokenSecretTest {

    private static final String FIRST = "canary-0123456789abcdefghijklmnop";
    private static final String SECOND = "a-second-Secret-of-tokens-4-now!";
    private static final String THIRD = "the-third-Secret-of-tokens-5-soon";

    @TempDir private Path folder;
    private final List<String> used = new ArrayList<>();

    private final TurnedClock clock = new TurnedClock();

    private TokenSecret with(StoreRoom store, String given) {
        return new TokenSecret(
                store, clock, given, (present, before) -> used.add(name(present) + name(before)));
    }

    private static String name(Hkdf keys) {
        if (keys == null) {
            return "-";
        }
        return List.of(FIRST, SECOND, THIRD).stream()
                .filter(text -> hex(new Hkdf(bytes(text))).equals(hex(keys)))
                .map(text -> text.substring(0, 1))
                .findFirst()
                .orElse("?");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(Hkdf keys) {
        return HexFormat.of().formatHex(keys.key("test"));
    }

    private static AuditEntry entry() {
        return BackupDesk.entry(BackupDesk.CLI, "keys-rotate-jwt", null, Map.of());
    }

    @Test
    @Requirement("SEC-45")
    void the_old_secret_is_accepted_for_a_quarter_of_an_hour_and_never_comes_back() {
        try (StoreRoom store = new StoreRoom(configuration(), DatabaseConfig.Mode.COMMAND, clock)) {
            TokenSecret first = with(store, FIRST);
            first.renew();
            assertThat(used).isEmpty();
            assertThat(first.rotate(FIRST, SECOND, entry())).isTrue();
            assertThat(first.rotate(FIRST, SECOND, entry())).isFalse();
            first.renew();
            assertThat(used).containsExactly("ac");
            clock.advance(TokenSecret.OVERLAP.minusMillis(1));
            first.renew();
            clock.advance(Duration.ofMillis(1));
            first.renew();
            assertThat(used).containsExactly("ac", "a-");

            assertThat(first.rotate(FIRST, THIRD, entry())).isTrue();
            with(store, FIRST).renew();
            with(store, SECOND).renew();
            with(store, THIRD).renew();
            with(store, "a-Secret-that-nobody-rotated-to-7").renew();
            assertThat(used).endsWith("ta", "ta", "ta", "?t");
        }
    }

    private Configuration configuration() {
        return new ConfigurationReader(
                        Map.of(
                                "WALNUT_ENV", "test",
                                "WALNUT_DB_KEY", "canary-Tr0ub4dor&3-and-a-second-sentence",
                                "WALNUT_JWT_SECRET", FIRST,
                                "WALNUT_DATA_DIR", folder.toString(),
                                "WALNUT_DB_KDF_ITER", "64000"),
                        new Properties(),
                        warning -> {})
                .read(Map.of());
    }

    @Test
    @Requirement("SEC-45")
    void a_running_server_signs_with_the_new_secret_and_takes_old_tokens_for_a_while()
            throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            Path file = Files.writeString(folder.resolve("new-secret"), SECOND + "\n");
            String before = walnut.token();
            assertThat(walnut.cli("keys", "rotate", "jwt", "--new-key-file", file.toString()))
                    .isZero();
            String[] after = {before};
            await().atMost(TestLimits.WAIT)
                    .until(
                            () -> {
                                after[0] = walnut.login();
                                return !kid(after[0]).equals(kid(before));
                            });
            assertThat(walnut.as(before, "api/ups").status()).isEqualTo(200);
            assertThat(walnut.as(after[0], "api/ups").status()).isEqualTo(200);
            assertThat(walnut.cli("ups", "list")).isZero(); // a local session, by the old secret
            walnut.restart(Map.of("WALNUT_JWT_SECRET", SECOND));
            assertThat(walnut.as(before, "api/ups").status()).isEqualTo(200);
            assertThat(walnut.as(after[0], "api/ups").status()).isEqualTo(200);
            assertThat(walnut.audit()).extracting(AuditEntry::action).contains("keys-rotate-jwt");
            assertThat(walnut.cli("keys", "rotate", "jwt", "--new-key-file", "/dev/null"))
                    .isEqualTo(2);
            done(walnut.get("api/ups"));
        }
    }

    private static String kid(String token) {
        return token.substring(0, token.indexOf('.'));
    }
}
