package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.security.Hkdf;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir Path folder;

    private Database database;
    private Secrets secrets;
    private HostSecrets vault;
    private HostRepository hosts;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        secrets = new Secrets(database, Stores.KEY.toCharArray());
        vault = new HostSecrets(database, secrets);
        hosts = new HostRepository(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Host host(String id, String name) {
        return new Host(
                id,
                0,
                name,
                "generic.ssh",
                Map.of("host", "10.0.0.5", "port", 22),
                Map.of("rack", "b"),
                true,
                Host.State.UNKNOWN,
                null,
                false);
    }

    private void twoHosts() {
        hosts.create(
                host("a", "A"),
                Map.of("password", "swordfish".toCharArray(), "token", "t".toCharArray()),
                vault);
        hosts.create(host("b", "B"), Map.of("password", "plaice".toCharArray()), vault);
    }

    private void execute(String sql) {
        database.write(Lane.JOURNAL, tx -> tx.sql(sql).update());
    }

    @Test
    @Requirement("SEC-43")
    void opens_after_a_restart_what_was_sealed_before() {
        secrets.put("nut/lab", "pässword ☂".toCharArray());
        twoHosts();
        database.close();
        open();
        assertThat(secrets.open("nut/lab"))
                .hasValueSatisfying(s -> assertThat(s).containsExactly("pässword ☂".toCharArray()));
        assertThat(vault.open("a", "password"))
                .hasValueSatisfying(s -> assertThat(s).containsExactly("swordfish".toCharArray()));
        assertThat(vault.fields("a")).containsOnlyKeys("password", "token");
        assertThat(secrets.names()).containsExactly(Map.entry("nut/lab", TestClock.START));
        assertThat(secrets.open("nut/other")).isEmpty();
    }

    @Test
    @Requirement("SEC-43")
    void a_secret_that_was_moved_to_another_host_does_not_open() {
        twoHosts();
        execute(
                "UPDATE integration_secrets SET sealed = (SELECT sealed FROM integration_secrets"
                        + " WHERE instance_id = 'b') WHERE instance_id = 'a' AND field = 'password'");
        assertThatThrownBy(() -> vault.open("a", "password"))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("password of integration_secrets a does not open")
                .hasMessageNotContaining("plaice");
        assertThat(vault.open("b", "password")).isPresent();
    }

    @Test
    @Requirement("SEC-43")
    void a_secret_that_was_moved_to_another_field_does_not_open() {
        twoHosts();
        execute(
                "UPDATE integration_secrets SET sealed = (SELECT sealed FROM integration_secrets"
                        + " WHERE instance_id = 'a' AND field = 'token') WHERE field = 'password'");
        assertThatThrownBy(() -> vault.open("a", "password")).isInstanceOf(SecretException.class);
    }

    @Test
    @Requirement("SEC-43")
    void a_secret_with_one_bit_flipped_or_another_version_does_not_open() {
        twoHosts();
        execute("UPDATE integration_secrets SET key_version = 2 WHERE field = 'token'");
        assertThatThrownBy(() -> vault.open("a", "token")).isInstanceOf(SecretException.class);
        SecretBox box = new SecretBox(Hkdf.key(Stores.KEY.toCharArray(), "walnut kek v1"));
        SecretBox.Place place = new SecretBox.Place("t", "r", "f", 1);
        byte[] sealed = box.seal(place, new byte[] {1, 2, 3});
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> box.open(place, flipped)).isInstanceOf(SecretException.class);
        }
    }

    @Test
    @Requirement("SEC-43")
    void seals_the_same_secret_differently_each_time() {
        SecretBox box = new SecretBox(new byte[32]);
        SecretBox.Place place = new SecretBox.Place("t", "r", "f", 1);
        assertThat(box.seal(place, new byte[] {1})).isNotEqualTo(box.seal(place, new byte[] {1}));
    }

    @Test
    @Requirement("SEC-43")
    void the_sealing_key_opens_with_the_database_key_only() {
        assertThatThrownBy(() -> new Secrets(database, "another-key".toCharArray()))
                .isInstanceOf(SecretException.class);
        assertThatThrownBy(() -> secrets.put("kek", "mine".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secrets_go_with_their_host() {
        twoHosts();
        assertThat(hosts.delete("a")).isTrue();
        assertThat(vault.fields("a")).isEmpty();
        assertThat(secrets.delete("none")).isFalse();
    }

    @Test
    void hosts_are_found_by_slug_and_by_a_number_that_is_never_used_again() {
        HostRepository.StoredHost a = hosts.create(host("a", "A"), Map.of(), vault);
        assertThat(hosts.find(String.valueOf(a.host().numericId()))).contains(a);
        assertThat(hosts.find("a")).contains(a);
        hosts.delete("a");
        HostRepository.StoredHost again = hosts.create(host("a", "A"), Map.of(), vault);
        assertThat(again.host().numericId()).isGreaterThan(a.host().numericId());
        assertThat(again.host().config()).isEqualTo(Map.of("host", "10.0.0.5", "port", 22));
    }

    @Test
    void a_changed_host_gets_the_next_version_and_refuses_a_change_on_top_of_another() {
        twoHosts();
        HostRepository.StoredHost changed =
                hosts.update(host("a", "A2"), 1, Map.of("token", "u".toCharArray()), vault);
        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.host().name()).isEqualTo("A2");
        assertThat(vault.open("a", "token"))
                .hasValueSatisfying(s -> assertThat(s).containsExactly('u'));
        assertThatThrownBy(() -> hosts.update(host("a", "A3"), 1, Map.of(), vault))
                .isInstanceOf(HostRepository.ConflictException.class)
                .hasMessageContaining("has version 2: expected 1");
        assertThatThrownBy(() -> hosts.update(host("a", "B"), 2, Map.of(), vault))
                .isInstanceOf(HostRepository.TakenException.class);
        assertThatThrownBy(() -> hosts.create(host("a", "C"), Map.of(), vault))
                .isInstanceOf(HostRepository.TakenException.class);
        hosts.setState("a", Host.State.ERROR, "connection refused");
        assertThat(hosts.find("a").orElseThrow().host().stateReason())
                .isEqualTo("connection refused");
        assertThat(hosts.find("a").orElseThrow().version()).isEqualTo(2);
        assertThat(hosts.all()).extracting(h -> h.host().id()).containsExactly("a", "b");
    }

    @Test
    @Requirement({"INT-17", "INT-23"})
    void what_a_former_connection_told_says_nothing_about_a_changed_one() {
        twoHosts();
        hosts.update(host("a", "A2"), 1, Map.of("token", "u".toCharArray()), vault);
        hosts.setState("a", Host.State.NEEDS_REVIEW, "changed");
        assertThat(hosts.setState("a", 1, Host.State.CONNECTED, null)).isFalse();
        assertThat(hosts.setStateUnlessInReview("a", Host.State.CONNECTED, null)).isFalse();
        assertThat(hosts.find("a").orElseThrow().host().state()).isEqualTo(Host.State.NEEDS_REVIEW);
        assertThat(hosts.setState("a", 2, Host.State.CONNECTED, null)).isTrue();
        assertThat(hosts.setStateUnlessInReview("a", Host.State.ERROR, "gone")).isTrue();
        assertThat(hosts.find("a").orElseThrow().host().state()).isEqualTo(Host.State.ERROR);
    }

    @Test
    @Requirement("SEC-45")
    void a_new_sealing_key_is_taken_up_by_those_who_hold_the_old_one() {
        twoHosts();
        secrets.put("nut/lab", "one".toCharArray());
        Secrets elsewhere = new Secrets(database, Stores.KEY.toCharArray());
        AuditLog audit = new AuditLog(database, Stores.KEY.toCharArray());
        elsewhere.rotate(audit, BackupTest.entry("keys-rotate-kek"));
        assertThat(secrets.open("nut/lab")).hasValue("one".toCharArray());
        elsewhere.rotate(audit, BackupTest.entry("keys-rotate-kek"));
        secrets.put("nut/other", "two".toCharArray());
        assertThat(elsewhere.open("nut/other")).hasValue("two".toCharArray());
        assertThat(new Secrets(database, Stores.KEY.toCharArray()).open("nut/lab"))
                .hasValue("one".toCharArray());
        assertThat(vault.open("b", "password")).hasValue("plaice".toCharArray());
        assertThat(audit.verify().rows()).isEqualTo(2);
    }
}
