package io.github.walnut.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    private final PasswordHasher hasher = new PasswordHasher(PasswordHasher.Profile.TEST);

    @Test
    @Requirement({"SEC-1"})
    void stores_argon2id_with_its_parameters_and_knows_outdated_ones() {
        String phc = hasher.hash("correct-horse-44");

        assertThat(phc).startsWith("$argon2id$v=19$m=256,t=1,p=1$");
        assertThat(hasher.matches("correct-horse-44", phc)).isTrue();
        assertThat(hasher.matches("correct-horse-45", phc)).isFalse();
        assertThat(hasher.matches("correct-horse-44", null)).isFalse();
        assertThat(hasher.outdated(phc)).isFalse();
        assertThat(new PasswordHasher(PasswordHasher.Profile.SMALL).outdated(phc)).isTrue();
    }

    @Test
    void every_profile_that_may_be_configured_exists() {
        for (String word : List.of("standard", "small", "test")) {
            Configuration configuration =
                    new ConfigurationReader(
                                    Map.of(
                                            "WALNUT_ENV",
                                            "test",
                                            "WALNUT_ARGON2_PROFILE",
                                            word,
                                            "WALNUT_CONFIG_DIR",
                                            "/nonexistent"),
                                    new Properties(),
                                    warning -> {})
                            .read(Map.of());

            assertThat(PasswordHasher.Profile.named(configuration.text(Setting.ARGON2_PROFILE)))
                    .hasToString(word.toUpperCase(Locale.ROOT));
        }
        assertThat(Setting.ARGON2_PROFILE.otherwise()).isEqualTo("standard");
    }

    @Test
    void checks_an_unknown_account_against_a_well_formed_hash() {
        PasswordHasher usual = new PasswordHasher(PasswordHasher.Profile.STANDARD);

        assertThat(usual.matches("correct-horse-44", null)).isFalse();
    }

    @Test
    @Requirement({"SEC-2"})
    void refuses_short_common_and_own_names_as_passwords() {
        PasswordRules rules = new PasswordRules();

        assertThat(rules.broken("a@example.org", "elevenchars")).isPresent();
        assertThat(rules.broken("a@example.org", "x".repeat(129))).isPresent();
        assertThat(rules.broken("a@example.org", "Password1234")).isPresent();
        assertThat(rules.broken("administrator-x@e.org", "administrator-x")).isPresent();
        assertThat(rules.broken("a@example.org", "twelve-chars")).isEmpty();
        assertThat(rules.broken("a@example.org", "ünïcödé wörds")).isEmpty();
    }

    @Test
    @Requirement("SEC-2")
    void common_passwords_are_thousands_and_known_in_any_case() {
        PasswordRules rules = new PasswordRules();
        rules.least(() -> 8);

        for (String common : List.of("iloveyou", "Starwars", "TRUSTNO1", "1qaz2wsx3edc")) {
            assertThat(rules.broken("a@example.org", common))
                    .hasValueSatisfying(why -> assertThat(why).contains("most common"));
        }
        assertThat(rules.broken("a@example.org", "Copyright (c) 2012-2016")).isEmpty();
        assertThat(CommonPasswords.class.getResource("common-passwords.txt"))
                .satisfies(
                        list -> {
                            try (var in = list.openStream()) {
                                assertThat(new String(in.readAllBytes(), UTF_8).lines())
                                        .hasSizeGreaterThan(15_000)
                                        .anyMatch(line -> line.contains("Copyright (c)"));
                            }
                        });
    }

    /** From the reference implementation of Argon2. */
    @Test
    @Requirement({"SEC-1"})
    void agrees_with_a_known_vector() {
        String known =
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        PasswordHasher hasher = new PasswordHasher(PasswordHasher.Profile.TEST);

        assertThat(hasher.matches("password", known)).isTrue();
        assertThat(hasher.matches("Password", known)).isFalse();
        assertThat(hasher.outdated(known)).isTrue();
    }
}
