package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.api.MaintenanceControl.Wish;
import io.github.walnut.run.MaintenanceWindow;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.MaintenanceRepository;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceDeskTest {

    @TempDir Path folder;

    private final Site site = new Site();
    private final Station station = new Station(site).boot();
    private final List<String> told = new ArrayList<>();

    @Test
    @Requirement("EXE-66")
    void tells_of_begin_end_and_of_outages_and_outlives_a_restart() {
        VirtualTime time = station.time;
        try (Database database = open(time)) {
            MaintenanceRepository stored = new MaintenanceRepository(database);
            MaintenanceDesk desk = new MaintenanceDesk(stored, time, site::nextId);
            desk.tell(event -> told.add(event.severity().word() + " " + event.name()), () -> {});
            desk.open(
                    new Wish(
                            time.now().plusSeconds(60),
                            time.now().plusSeconds(3600),
                            "new disks",
                            "op",
                            true,
                            Set.of(),
                            Set.of()));
            assertThat(told).isEmpty();
            assertThat(desk.ofAllUntil()).isEmpty();
            time.pass(Duration.ofSeconds(60));
            desk.heard(station.ups(Site.UPS).onBattery().facts());
            desk.heard(station.ups(Site.UPS).polled().facts());
            desk.heard(station.ups(Site.UPS).critical(true).facts());
            assertThat(desk.ofAllUntil()).isPresent();
            assertThat(told)
                    .containsExactly(
                            "info maintenance_started",
                            "warn outage_in_maintenance",
                            "error outage_in_maintenance");

            MaintenanceDesk after = new MaintenanceDesk(stored, time, site::nextId);
            assertThat(after.windows()).isEqualTo(desk.windows());
            MaintenanceWindow window = after.windows().get(0);
            assertThat(after.active(time.now())).containsExactly(window);
            time.pass(Duration.ofHours(1));
            desk.heard(station.ups(Site.UPS).polled().facts());
            assertThat(told).endsWith("info maintenance_ended");
            assertThat(desk.close(window.id())).isTrue();
            assertThat(desk.close(window.id())).isFalse();
        }
    }

    private Database open(VirtualTime time) {
        return Database.open(
                DatabaseConfig.server(
                                folder.resolve("walnut.db"),
                                "a-key-that-is-long-enough-for-a-test-0123456789".toCharArray(),
                                "test:1")
                        .withKdfIterations(DatabaseConfig.LEAST_KDF_ITERATIONS),
                time);
    }
}
