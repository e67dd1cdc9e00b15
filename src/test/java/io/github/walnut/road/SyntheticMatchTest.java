package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRequest;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.SampleNormalizer;
import io.github.walnut.ups.SyntheticEvents;
import io.github.walnut.ups.SyntheticEvents.Injection;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsProfiles;
import io.github.walnut.ups.UpsState;
import io.github.walnut.ups.UpsUpdate;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.VirtualStore;
import io.github.walnut.virtual.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An armed policy in an armed system, and an event that an admin made up. */
class SyntheticMatchTest {

    private static final String UPS = "rack@lab";
    private static final String POLICY =
            """
            version: '2.0'
            name: Stop on battery
            trigger: {type: ups.state, equals: OB, for: 30s}
            actions: [{host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {all: true}}]
            """;

    private final VirtualTime time = new VirtualTime();
    private long last;
    private final Ids ids = () -> new UUID(0, ++last);
    private final UpsFleet fleet =
            new UpsFleet(
                    time,
                    ids,
                    new SampleNormalizer(UpsProfiles.none()),
                    ups -> UpsConfig.defaults().withThresholds(List.of()));
    private final Matching matching =
            new Matching(
                    new PolicySession(
                            new FactAge(Duration.ofSeconds(30)),
                            () -> true,
                            ZoneOffset.UTC,
                            new Site().add("pve").vm("pve", "1")),
                    new VirtualStore(),
                    () -> true,
                    (policy, due) -> {},
                    time,
                    ids);

    @BeforeEach
    void a_policy_stands_ready_on_mains() {
        matching.put(policy());
        poll("OL");
    }

    private static StoredPolicy policy() {
        PolicyReading reading = new PolicyDocuments().read(POLICY, "application/yaml");
        return new StoredPolicy(
                new UUID(2, 2),
                reading.policy(),
                POLICY,
                "application/yaml",
                StoredPolicy.Status.ENABLED,
                true,
                reading.behaviourHash(),
                reading.hash(),
                reading.behaviourHash(),
                1,
                List.of(),
                Instant.EPOCH,
                "test",
                Instant.EPOCH,
                "test");
    }

    private List<RunRequest> poll(String status) {
        List<RunRequest> asked = new ArrayList<>();
        PollResult poll =
                new PollResult.Good(
                        UPS, time.now(), Sample.Poll.FULL, Map.of("ups.status", status));
        fleet.on(poll).forEach(update -> asked.addAll(matching.match(update)));
        return asked;
    }

    private List<RunRequest> pollFor(int seconds, String status) {
        List<RunRequest> asked = new ArrayList<>();
        for (int i = 0; i < seconds; i += 2) {
            time.pass(Duration.ofSeconds(2));
            asked.addAll(poll(status));
            asked.addAll(matching.tick());
        }
        return asked;
    }

    private List<RunRequest> inject(Duration heldFor) {
        Injection loss =
                new SyntheticEvents(ids)
                        .state(
                                fleet.facts(UPS).orElseThrow(),
                                UpsState.OL,
                                UpsState.OB,
                                heldFor,
                                time.now());
        return matching.match(
                new UpsUpdate(loss.overlay(), null, List.of(loss.event()), List.of(), false, null));
    }

    @Test
    @Requirement("EXE-63")
    void a_synthetic_event_leads_to_a_dry_run_however_much_is_armed() {
        List<RunRequest> asked = inject(Duration.ofMinutes(2));
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).mode()).isEqualTo(Run.Mode.DRY_RUN);
        assertThat(asked.get(0).reason()).isEqualTo("synthetic");
        assertThat(asked.get(0).event().synthetic()).isTrue();
    }

    @Test
    @Requirement("EXE-63")
    void a_window_that_runs_out_on_what_was_made_up_is_a_dry_run_too() {
        inject(Duration.ZERO);
        time.pass(Duration.ofSeconds(31));
        assertThat(matching.tick()).extracting(RunRequest::mode).containsOnly(Run.Mode.DRY_RUN);
    }

    @Test
    @Requirement("EXE-63")
    void an_outage_that_is_under_way_still_stops_things_after_somebody_made_one_up() {
        assertThat(pollFor(10, "OB")).isEmpty();
        inject(Duration.ZERO);
        assertThat(pollFor(60, "OB")).extracting(RunRequest::mode).containsExactly(Run.Mode.LIVE);
    }

    @Test
    @Requirement("EXE-63")
    void an_outage_after_it_is_a_real_one() {
        inject(Duration.ZERO);
        assertThat(pollFor(10, "OL")).isEmpty();
        assertThat(pollFor(60, "OB")).extracting(RunRequest::mode).containsExactly(Run.Mode.LIVE);
    }
}
