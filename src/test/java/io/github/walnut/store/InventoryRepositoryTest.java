package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Sighting;
import io.github.walnut.inventory.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryRepositoryTest {

    private static final Instant T = TestClock.START;

    @TempDir Path folder;

    private Database database;
    private InventoryRepository inventory;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        inventory = new InventoryRepository(database);
        Host host =
                new Host(
                        "esx",
                        0,
                        "ESX",
                        "vmware.esxi",
                        Map.of(),
                        Map.of(),
                        true,
                        Host.State.CONNECTED,
                        null,
                        false);
        HostSecrets vault =
                new HostSecrets(database, new Secrets(database, Stores.KEY.toCharArray()));
        new HostRepository(database).create(host, Map.of(), vault);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Target vm(String id, boolean active) {
        return new Target(
                "esx",
                "vm",
                id,
                "web-" + id,
                "running",
                Map.of("cpus", 2),
                Map.of("tier", "web"),
                active,
                true,
                false);
    }

    private static InventoryRepository.Reading reading(int minutes, boolean complete) {
        return new InventoryRepository.Reading(
                "esx",
                "vm",
                T.plus(Duration.ofMinutes(minutes)),
                Duration.ofMillis(120),
                complete,
                complete ? null : "timeout");
    }

    @Test
    void targets_and_readings_come_back_as_they_were_saved() {
        inventory.save(reading(0, true), List.of(vm("104", true), vm("103", true)));
        assertThat(inventory.targets("esx", "vm"))
                .containsExactly(vm("103", true), vm("104", true));
        assertThat(inventory.targets("esx", null)).hasSize(2);
        assertThat(inventory.targets("esx", "host")).isEmpty();
        assertThat(inventory.readings()).containsExactly(reading(0, true));
        assertThat(inventory.reading("esx", "vm")).contains(reading(0, true));
    }

    @Test
    @Requirement("INT-31")
    void a_target_is_gone_when_two_complete_readings_in_a_row_lack_it() {
        inventory.save(reading(0, true), List.of(vm("103", true), vm("104", true)));
        inventory.save(reading(1, false), List.of(vm("103", true)));
        inventory.save(reading(2, true), List.of(vm("103", true)));
        inventory.save(reading(2, true), List.of(vm("103", true), vm("104", true)));
        inventory.save(reading(2, true), List.of(vm("103", true)));
        assertThat(inventory.targets("esx", "vm")).allMatch(Target::active);
        inventory.save(reading(2, true), List.of(vm("103", true)));
        assertThat(inventory.targets("esx", "vm"))
                .extracting(t -> t.externalId() + " " + t.active() + " " + t.status())
                .containsExactly("103 true running", "104 false unknown");
        assertThat(inventory.sightings("esx", List.of("vm:103", "vm:104", "vm:105")))
                .containsOnly(
                        Map.entry("vm:103", new Sighting(T, T.plusSeconds(120), null)),
                        Map.entry(
                                "vm:104", new Sighting(T, T.plusSeconds(120), T.plusSeconds(120))));
    }

    @Test
    void targets_that_are_gone_for_thirty_days_are_forgotten() {
        inventory.save(reading(0, true), List.of(vm("103", true), vm("104", true)));
        inventory.save(reading(0, true), List.of(vm("103", true)));
        inventory.save(reading(1, true), List.of(vm("103", true)));
        inventory.save(reading(30 * 24 * 60, true), List.of(vm("103", true)));
        assertThat(inventory.targets("esx", "vm")).hasSize(2);
        inventory.save(reading(30 * 24 * 60 + 2, true), List.of(vm("103", true)));
        assertThat(inventory.targets("esx", "vm")).containsExactly(vm("103", true));
    }

    @Test
    @Requirement("INT-29")
    void a_reading_that_failed_leaves_the_age_of_the_last_good_one() {
        inventory.save(reading(0, true), List.of(vm("103", true)));
        inventory.save(reading(5, false), List.of());
        assertThat(inventory.reading("esx", "vm").orElseThrow().at()).isEqualTo(T);
        assertThat(inventory.reading("esx", "vm").orElseThrow().error()).isEqualTo("timeout");
    }

    @Test
    void refuses_targets_of_an_unknown_host() {
        Target lost =
                new Target("nas", "vm", "1", "n", "on", Map.of(), Map.of(), true, false, false);
        assertThatThrownBy(() -> inventory.save(reading(0, false), List.of(lost)))
                .hasMessageContaining("FOREIGN KEY");
    }
}
