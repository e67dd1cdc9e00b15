package io.github.walnut.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.dispatch.Settings;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Confirm;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.Run;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.virtual.Catalogue;
import io.github.walnut.virtual.Conduct;
import io.github.walnut.virtual.Laboratory;
import io.github.walnut.virtual.LaboratoryPlan;
import io.github.walnut.virtual.VirtualSite;
import io.github.walnut.virtual.VirtualUps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The six example policies, each in both formats, against a simulated NUT server over a real
 * socket. Clock and targets are virtual, so that every order has its exact time: the UPS is polled
 * every 5 s from 10 ms on, each second while something is pending, time is told every 200 ms, and a
 * call takes 50 ms.
 */
class ExamplesTest {

    private static final Path DOCUMENTS = Path.of("src/test/resources/policies");
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Instant WEDNESDAY = Instant.parse("2026-03-04T10:00:00Z");

    private static final String[] CLIENTS = {
        "94.25 pve-b/vm:db-main shutdown {}",
        "94.35 pve-b/vm:web-7 shutdown {}",
        "94.45 pve-b/vm:231 shutdown {}",
        "94.55 pve-b/vm:232 shutdown {}",
        "94.20 done: succeeded, Executed 4 actions"
    };
    private static final String[] CLIENTS_AND_STORAGE = {
        "94.25 pve-b/vm:231 shutdown {}",
        "94.35 pve-b/vm:232 shutdown {}",
        "94.50 pve-b/vm:db-main shutdown {}",
        "94.60 pve-b/vm:web-7 shutdown {}",
        "131.25 nas-1/host:nas-1 shutdown {confirm=true}",
        "94.20 done: succeeded, Executed 5 actions"
    };

    private final List<String> heard = new ArrayList<>();

    /** Those that go down by force only, when 90 s are over: the verb's own 60 s and 30 more. */
    private final List<String> stubborn = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"v1/example-a.json", "v2/example-a.yaml"})
    void a_test_machines_go_after_two_minutes(String document) throws Exception {
        VirtualSite site = new VirtualSite(capabilities()).host("pve-b", false);
        List.of("201", "202", "203", "204", "206", "300")
                .forEach(vm -> site.target("pve-b", "vm", vm, "running"));
        site.target("pve-b", "vm", "205", "stopped");
        play(document, WEDNESDAY, site, "rack-b", outage("rack-b", 60, 600), 900);
        assertThat(heard)
                .containsExactly(
                        "180.06 pve-b/vm:201 shutdown {timeout_s=90}",
                        "180.16 pve-b/vm:202 shutdown {timeout_s=90}",
                        "180.26 pve-b/vm:203 shutdown {timeout_s=90}",
                        "180.36 pve-b/vm:204 shutdown {timeout_s=90}",
                        "180.46 pve-b/vm:206 shutdown {timeout_s=90}",
                        "180.01 done: succeeded, Executed 5 actions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/example-b.json", "v2/example-b.yaml"})
    void b_everything_goes_before_the_battery_does_with_force_at_last(String document)
            throws Exception {
        VirtualSite site = new VirtualSite(capabilities()).host("pve-b", false);
        List.of("1", "2", "3").forEach(vm -> site.target("pve-b", "vm", vm, "running"));
        stubborn.add("pve-b/vm:3");
        play(document, WEDNESDAY, site, "rack-b", outage("rack-b", 60, 1_200), 1_400);
        assertThat(heard)
                .containsExactly(
                        "801.06 pve-b/vm:1 shutdown {}",
                        "801.16 pve-b/vm:2 shutdown {}",
                        "801.26 pve-b/vm:3 shutdown {}",
                        "891.06 pve-b/vm:3 stop {}",
                        "801.01 done: succeeded, Executed 3 actions",
                        "1021.01 suppressed: null, null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/example-c.json", "v2/example-c.yaml"})
    void c_cameras_go_and_come_back_when_mains_return(String document) throws Exception {
        VirtualSite site = new VirtualSite(capabilities()).host("core-sw", false);
        List.of("2/B9", "2/C1", "2/C2", "2/D1", "2/D2", "2/D3")
                .forEach(port -> site.target("core-sw", "poe-port", port, "on"));
        play(document, WEDNESDAY, site, "rack-b", outage("rack-b", 60, 106), 300);
        assertThat(heard)
                .containsExactly(
                        "105.06 core-sw/poe-port:2/C1 set {confirm=true, state=off}",
                        "105.16 core-sw/poe-port:2/C2 set {confirm=true, state=off}",
                        "105.26 core-sw/poe-port:2/D1 set {confirm=true, state=off}",
                        "105.36 core-sw/poe-port:2/D2 set {confirm=true, state=off}",
                        "135.06 core-sw/poe-port:2/C1 set {confirm=true, state=on}",
                        "140.11 core-sw/poe-port:2/C2 set {confirm=true, state=on}",
                        "145.16 core-sw/poe-port:2/D1 set {confirm=true, state=on}",
                        "150.21 core-sw/poe-port:2/D2 set {confirm=true, state=on}",
                        "105.01 done: reversed, Executed 4 actions",
                        "135.01 done: succeeded, Executed 4 actions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/example-d.json", "v2/example-d.yaml"})
    void d_the_storage_goes_when_both_feeds_are_lost(String document) throws Exception {
        VirtualSite site = new VirtualSite(capabilities()).host("nas-1", false);
        site.target("nas-1", "host", "nas-1", "up");
        String scenario =
                "ups:\n"
                        + unit("feed-a")
                        + unit("feed-b")
                        + "steps:\n"
                        + step(30, "feed-a", "OB DISCHRG")
                        + step(100, "feed-b", "OB DISCHRG");
        play(document, WEDNESDAY, site, "feed-a feed-b", scenario, 400);
        assertThat(heard)
                .containsExactly(
                        "160.07 nas-1/host:nas-1 shutdown {confirm=true}",
                        "160.02 done: succeeded, Executed 1 action");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/example-e.json", "v2/example-e.yaml"})
    void e_the_lab_service_restarts_on_saturday_night(String document) throws Exception {
        VirtualSite site = new VirtualSite(capabilities()).host("lab-ssh", false);
        site.target("lab-ssh", "service", "report-builder", "running");
        Instant start = Instant.parse("2026-03-07T02:13:00Z");
        play(document, start, site, "rack-b", "ups:\n" + unit("rack-b"), 600);
        assertThat(heard)
                .containsExactly(
                        "120.05 lab-ssh/service:report-builder restart {}",
                        "120.00 done: succeeded, Executed 1 action");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apart/example-f.json", "apart/example-f.yaml"})
    void f_storage_goes_after_its_clients_when_contact_is_lost_too(String document)
            throws Exception {
        VirtualSite site =
                new VirtualSite(capabilities()).host("pve-b", false).host("nas-1", false);
        List.of("db-main", "web-7", "231", "232")
                .forEach(vm -> site.target("pve-b", "vm", vm, "running"));
        site.target("pve-b", "vm", "233", "stopped");
        site.target("nas-1", "host", "nas-1", "up");
        String scenario =
                "ups:\n"
                        + unit("rack-b")
                        + "steps:\n"
                        + step(60, "rack-b", "OB DISCHRG")
                        + "  - {at: 65s, ups: rack-b, fault: driver_gone}\n";
        play(document, WEDNESDAY, site, "rack-b", scenario, 600);
        assertThat(heard)
                .containsExactly(document.endsWith("json") ? CLIENTS : CLIENTS_AND_STORAGE);
    }

    private void play(
            String document,
            Instant start,
            VirtualSite site,
            String upses,
            String scenario,
            int seconds)
            throws IOException {
        List<VirtualUps> polled =
                Stream.of(upses.split(" "))
                        .map(
                                name ->
                                        new VirtualUps(
                                                name + "@sim", Map.of("ups.status", "OL"), null))
                        .toList();
        LaboratoryPlan plan =
                new LaboratoryPlan(
                        start,
                        site,
                        List.of(stored(document)),
                        polled,
                        Settings.DEFAULT,
                        UpsConfig.defaults(),
                        Duration.ofMillis(200),
                        true,
                        1);
        try (SimulatedLine line = new SimulatedLine(scenario, start);
                Laboratory laboratory = new Laboratory(plan).pollBy(line)) {
            site.hosts().forEach(host -> targets(laboratory, site, host.id()));
            stubborn.forEach(
                    path ->
                            laboratory
                                    .world()
                                    .target(path)
                                    .conduct(
                                            new Conduct(
                                                    Map.of(
                                                            "shutdown", Conduct.Span.of(FOREVER),
                                                            "stop",
                                                                    Conduct.Span.of(
                                                                            Duration.ofSeconds(2))),
                                                    0,
                                                    0,
                                                    false,
                                                    null)));
            laboratory
                    .world()
                    .watch(
                            call -> {
                                if (call.mode() == DriverCall.Mode.EXECUTE) {
                                    heard.add(
                                            order(Duration.between(start, laboratory.now()), call));
                                }
                            });
            laboratory.boot().pass(Duration.ofSeconds(seconds));
            laboratory.runs().forEach(run -> heard.add(end(start, run)));
        }
    }

    private static void targets(Laboratory laboratory, VirtualSite site, String host) {
        for (Capability capability : site.capabilities(host)) {
            String type = capability.targetTypes().get(0);
            site.targets(host, type).forEach(t -> laboratory.world().put(host, t.id(), t.status()));
        }
    }

    private static String order(Duration at, DriverCall call) {
        return "%s %s/%s %s %s"
                .formatted(
                        seconds(at),
                        call.host().id(),
                        call.target().id(),
                        call.verb(),
                        new TreeMap<>(call.params()));
    }

    private static String end(Instant start, Run run) {
        return "%s %s: %s, %s"
                .formatted(
                        seconds(Duration.between(start, run.createdAt())),
                        run.state().word(),
                        run.result(),
                        run.summary());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0);
    }

    private static List<Capability> capabilities() {
        List<Capability> all = new ArrayList<>(Catalogue.all());
        Capability.Verb restart =
                Catalogue.verb("restart", Effect.READABLE, Confirm.STATE, 60, true);
        all.add(
                new Capability(
                        "service.control",
                        "service.control",
                        List.of("service"),
                        Map.of("restart", restart),
                        List.of()));
        return all;
    }

    private static String unit(String name) {
        return """
                  - name: %s
                    variables: {ups.status: OL, battery.charge: "100", battery.runtime: "1200", battery.charge.low: "20"}
                    battery: {runtime: 20m, recharge: 2h}
                """
                .formatted(name);
    }

    private static String step(int at, String ups, String status) {
        return "  - {at: %ds, ups: %s, set: {ups.status: \"%s\"}}\n".formatted(at, ups, status);
    }

    private static String outage(String ups, int from, int to) {
        return "ups:\n"
                + unit(ups)
                + "steps:\n"
                + step(from, ups, "OB DISCHRG")
                + step(to, ups, "OL CHRG");
    }

    private static StoredPolicy stored(String document) throws IOException {
        String text = Files.readString(DOCUMENTS.resolve(document));
        String type = document.endsWith(".yaml") ? "application/yaml" : "application/json";
        PolicyReading reading = new PolicyDocuments().read(text, type);
        return new StoredPolicy(
                new UUID(2, 2),
                reading.policy(),
                text,
                type,
                StoredPolicy.Status.ENABLED,
                true,
                "b",
                "h",
                "b",
                1,
                List.of(),
                Instant.EPOCH,
                "admin",
                Instant.EPOCH,
                "admin");
    }
}
