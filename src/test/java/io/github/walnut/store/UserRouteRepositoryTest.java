package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.routes.RouteSource;
import io.github.walnut.routes.UserRoute;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserRouteRepositoryTest {

    @TempDir Path folder;

    private static UserRoute route(int version) {
        return new UserRoute(
                "user-a",
                new RouteSource("- route: " + version, RouteSource.YAML),
                true,
                version,
                TestClock.START,
                "admin@example.org");
    }

    @Test
    @Requirement("SEC-65")
    void keeps_the_latest_text_and_fifty_before_it_over_a_restart() {
        try (Database database = Stores.open(folder)) {
            UserRouteRepository routes = new UserRouteRepository(database);
            for (int version = 1; version <= 60; version++) {
                routes.save(route(version));
            }
            routes.enable("user-a", false);
        }
        try (Database database = Stores.open(folder)) {
            UserRouteRepository routes = new UserRouteRepository(database);
            UserRoute stored = routes.all().get(0);
            assertThat(stored.enabled()).isFalse();
            assertThat(stored.source()).isEqualTo(route(60).source());
            List<UserRoute.Version> versions = routes.versions("user-a");
            assertThat(versions).hasSize(50);
            assertThat(versions.get(0).version()).isEqualTo(60);

            routes.delete("user-a");

            assertThat(routes.all()).isEmpty();
            assertThat(routes.versions("user-a")).isEmpty();
        }
    }
}
