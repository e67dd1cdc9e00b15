package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Decision;
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
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.SyntheticEvents;
import io.github.walnut.ups.SyntheticEvents.Injection;
import io.github.walnut.ups.Threshold;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsProfiles;
import io.github.walnut.ups.UpsState;
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
            new Matching(session(), new VirtualStore(), () -> true, (policy, due) -> {}, time, ids);

    private static PolicySession session() {
        return new PolicySession(
                new FactAge(Duration.ofSeconds(30)),
                () -> true,
                ZoneOffset.UTC,
                new Site().add("pve").vm("pve", "1"));
    }

    @BeforeEach
    void a_policy_stands_ready_on_mains() {
        matching.put(policy(POLICY));
        poll("OL");
    }

    private static StoredPolicy policy(String document) {
        PolicyReading reading = new PolicyDocuments().read(document, "application/yaml");
        return new StoredPolicy(
                new UUID(2, 2),
                reading.policy(),
                document,
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

    private List<InjectedMatch> inject(UpsState from, UpsState to, Duration heldFor) {
        return judge(
                new SyntheticEvents(ids)
                        .state(fleet.facts(UPS).orElseThrow(), from, to, heldFor, time.now()),
                false);
    }

    private List<InjectedMatch> judge(Injection injection, boolean live) {
        return matching.inject(session(), List.of(), injection, live);
    }

    private List<InjectedMatch> loss(Duration heldFor) {
        return inject(UpsState.OL, UpsState.OB, heldFor);
    }

    @Test
    @Requirement({"EXE-63", "NUT-76"})
    void a_synthetic_event_leads_to_a_dry_run_however_much_is_armed() {
        List<InjectedMatch> asked = loss(Duration.ofMinutes(2));
        assertThat(asked).hasSize(1);
        RunRequest run = asked.get(0).request();
        assertThat(run.mode()).isEqualTo(Run.Mode.DRY_RUN);
        assertThat(run.reason()).isEqualTo("synthetic");
        assertThat(run.event().synthetic()).isTrue();
        assertThat(asked.get(0).decision().eventId()).isEqualTo(run.event().id());
    }

    @Test
    @Requirement("NUT-76")
    void it_acts_for_real_only_where_that_was_asked_for() {
        Injection loss =
                new SyntheticEvents(ids)
                        .state(
                                fleet.facts(UPS).orElseThrow(),
                                UpsState.OL,
                                UpsState.OB,
                                Duration.ofMinutes(2),
                                time.now());
        assertThat(judge(loss, true))
                .extracting(match -> match.request().mode())
                .containsExactly(Run.Mode.LIVE);
    }

    @Test
    @Requirement("NUT-76")
    void a_window_longer_than_the_event_is_said_to_have_lasted_stays_open() {
        List<InjectedMatch> asked = loss(Duration.ofSeconds(10));
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).request()).isNull();
        assertThat(asked.get(0).decision().kind()).isEqualTo(Decision.Kind.PENDING);
        assertThat(asked.get(0).decision().until()).isEqualTo(time.now().plusSeconds(20));
        time.pass(Duration.ofSeconds(31));
        assertThat(matching.tick()).isEmpty();
    }

    @Test
    @Requirement("NUT-76")
    void a_number_counts_as_having_been_so_for_as_long() {
        matching.put(
                policy(
                        POLICY.replace(
                                "{type: ups.state, equals: OB, for: 30s}",
                                "{type: metric.threshold, metric: charge_pct, op: '<', value: 20, for: 1m}")));
        Threshold low =
                new Threshold(
                        "charge_pct", Threshold.Op.LT, 20, Duration.ZERO, Severity.WARN, false);
        for (int seconds : List.of(30, 90)) {
            Injection injection =
                    new SyntheticEvents(ids)
                            .metric(
                                    fleet.facts(UPS).orElseThrow(),
                                    low,
                                    12,
                                    Duration.ofSeconds(seconds),
                                    time.now());
            assertThat(judge(injection, false))
                    .extracting(match -> match.decision().kind())
                    .containsExactly(seconds == 30 ? Decision.Kind.PENDING : Decision.Kind.MATCHED);
        }
    }

    @Test
    @Requirement("NUT-76")
    void what_returns_was_away_before() {
        matching.put(
                policy(
                        POLICY.replace(
                                "{type: ups.state, equals: OB, for: 30s}",
                                "{type: status_transition, from: OB, to: OL, stable_for: 30s}")));
        assertThat(pollFor(60, "OL")).isEmpty();
        assertThat(inject(UpsState.OB, UpsState.OL, Duration.ofMinutes(2)))
                .extracting(match -> match.decision().kind())
                .containsExactly(Decision.Kind.MATCHED);
    }

    @Test
    @Requirement("EXE-63")
    void what_is_on_mains_for_real_does_not_match_because_somebody_made_an_outage_up() {
        matching.put(policy(POLICY.replace("equals: OB", "equals: OL")));
        pollFor(2, "OB");
        assertThat(pollFor(60, "OL")).extracting(RunRequest::mode).containsExactly(Run.Mode.LIVE);
        loss(Duration.ofMinutes(2));
        assertThat(pollFor(60, "OL")).isEmpty();
    }

    @Test
    @Requirement("EXE-63")
    void an_outage_that_is_under_way_still_stops_things_after_somebody_made_one_up() {
        assertThat(pollFor(10, "OB")).isEmpty();
        loss(Duration.ZERO);
        List<RunRequest> asked = pollFor(22, "OB");
        assertThat(asked).extracting(RunRequest::mode).containsExactly(Run.Mode.LIVE);
        assertThat(asked.get(0).event().synthetic()).isFalse();
    }

    @Test
    @Requirement("EXE-63")
    void an_outage_after_it_is_a_real_one() {
        loss(Duration.ofMinutes(2));
        assertThat(pollFor(10, "OL")).isEmpty();
        assertThat(pollFor(60, "OB")).extracting(RunRequest::mode).containsExactly(Run.Mode.LIVE);
    }
}
