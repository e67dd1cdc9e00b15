package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.run.RunRequest;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.SampleNormalizer;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.SyntheticEvents;
import io.github.walnut.ups.SyntheticEvents.Injection;
import io.github.walnut.ups.Threshold;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.ups.UpsFacts;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many UPSs in any state, silent ones and old outages among them, and policies of every kind of
 * trigger. The same hours are lived twice, once with events that an admin made up in between.
 */
class InjectedSubjectTest {

    private static final int SEEDS = 60;
    private static final int STEPS = 60;
    private static final List<String> FLEET =
            List.of("a@lab", "b@lab", "c@lab", "d@lab", "e@lab", "f@lab", "g@lab", "h@lab");
    private static final List<String> STATUSES =
            List.of(
                    "OL",
                    "OL CHRG",
                    "OB DISCHRG",
                    "OB DISCHRG LB",
                    "OL BYPASS",
                    "OL OFF",
                    "OB FSD");
    private static final List<UpsState> MADE_UP =
            List.of(UpsState.OB, UpsState.OL, UpsState.LB, UpsState.FSD, UpsState.COMM_LOST);

    private static final List<String> TRIGGERS =
            List.of(
                    "trigger: {type: ups.state, equals: OB}",
                    "trigger: {type: ups.state, equals: OB, for: 30s}",
                    "trigger: {type: ups.state, equals: OB, for: 40m}",
                    "trigger: {type: ups.state, equals: comm_lost}",
                    "trigger: {type: duration, to: OL, stable_for: 2m}",
                    "trigger: {type: duration, from: OL, stable_for: 1m}",
                    "trigger: {type: status_transition, from: OL, to: OB, stable_for: 45s}",
                    "trigger: {type: status_transition, from: OB, to: OL}",
                    "trigger: {type: metric.threshold, metric: charge_pct, op: '<', value: 30, for: 20s}",
                    "trigger: {type: metric.threshold, metric: on_battery_seconds, op: '>', value: 60}",
                    "trigger: {type: timer.after, after: 50s, since_event: {type: ups.state, equals: OB}}",
                    "trigger: {type: timer.at, schedule: {repeat: daily, at: '10:07'}}",
                    "trigger: {type: webhook.custom, name: siren, valid_for: 3m}",
                    "logic: ANY\ntriggers: [{type: timer.at, schedule: {repeat: daily, at: '10:11'}},"
                            + " {type: ups.state, equals: LB, for: 10s}]",
                    "logic: ALL\ntriggers: [{type: ups.state, equals: OB, for: 10s},"
                            + " {type: ups.state, equals: LB}]",
                    "logic: ALL\ntriggers: [{type: ups.state, equals: OB, for: 90s, ups: a},"
                            + " {type: ups.state, equals: OB, for: 5m, ups: b}]",
                    "logic: ALL\ntriggers: [{type: webhook.custom, name: siren},"
                            + " {type: ups.state, equals: OB, for: 20s}]",
                    "trigger: {type: ups.state, equals: OB, for: 1m, ups: [b, c, d], at_least: 2}",
                    "trigger: {type: ups.state, equals: OB, for: 1m, ups: feeds}");

    private final Set<String> touched = new TreeSet<>();
    private final Set<Kind> words = EnumSet.noneOf(Kind.class);

    /** One of the two lives. */
    private static final class Life {
        private final VirtualTime time = new VirtualTime();
        private final UpsFleet fleet =
                new UpsFleet(
                        time,
                        UUID::randomUUID,
                        new SampleNormalizer(UpsProfiles.none()),
                        ups -> UpsConfig.defaults().withThresholds(List.of()));
        private final Matching matching =
                new Matching(
                        session(),
                        new VirtualStore(),
                        () -> true,
                        (policy, due) -> {},
                        time,
                        UUID::randomUUID);
        private final List<String> asked = new ArrayList<>();

        void polled(String ups, String status, int charge) {
            Map<String, String> variables =
                    Map.of("ups.status", status, "battery.charge", String.valueOf(charge));
            fleet.on(new PollResult.Good(ups, time.now(), Sample.Poll.FULL, variables))
                    .forEach(update -> asked(matching.match(update)));
        }

        void tick() {
            fleet.tick().forEach(update -> asked(matching.match(update)));
            asked(matching.tick());
        }

        void siren() {
            UUID id = UUID.randomUUID();
            Event call =
                    new Event(
                            id,
                            Event.Type.WEBHOOK,
                            "webhook.custom",
                            EventName.WEBHOOK_RECEIVED.word(),
                            Severity.INFO,
                            new Event.Subject("system", "walnut"),
                            Map.of("name", "siren"),
                            time.now(),
                            id,
                            null,
                            false,
                            "Webhook siren was called",
                            "webhook:siren:" + id);
            asked(matching.called("siren", Map.of(), call));
        }

        private void asked(List<RunRequest> requests) {
            for (RunRequest request : requests) {
                asked.add(
                        time.now()
                                + " "
                                + request.policy().policy().name()
                                + " "
                                + request.upsId());
                matching.notStarted(request);
            }
        }

        /** How far every trigger is for every UPS. */
        List<List<TriggerState>> states() {
            return matching.policies().stream().map(each -> matching.states(each.id())).toList();
        }
    }

    private static PolicySession session() {
        return new PolicySession(
                new FactAge(Duration.ofSeconds(15)),
                () -> true,
                ZoneOffset.UTC,
                new Site().add("pve", new Feeds(List.of("e", "f"), 1)).vm("pve", "1"));
    }

    private static StoredPolicy policy(int number, SplittableRandom dice) {
        String document =
                """
                version: '2.0'
                name: policy %d
                priority: %d
                stop_on_match: %s
                %s
                actions: [{host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {all: true}}]
                safeties: {suppression_window: %s}
                """
                        .formatted(
                                number,
                                dice.nextInt(3),
                                dice.nextInt(8) == 0,
                                TRIGGERS.get(number),
                                dice.nextBoolean() ? "0s" : "5m");
        PolicyReading reading = new PolicyDocuments().read(document, "application/yaml");
        assertThat(reading.policy()).as(document + reading.findings()).isNotNull();
        return new StoredPolicy(
                new UUID(2, number),
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

    @Test
    @Requirement({"NUT-76", "API-30"})
    void an_injected_event_matches_for_its_ups_alone_and_leaves_everything_else_as_it_was() {
        for (int seed = 0; seed < SEEDS; seed++) {
            live(seed);
        }
        assertThat(touched).hasSize(FLEET.size());
        assertThat(words).contains(Kind.MATCHED, Kind.PENDING);
    }

    private void live(int seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        List<Life> both = List.of(new Life(), new Life());
        for (int i = 0; i < TRIGGERS.size(); i++) {
            StoredPolicy policy = policy(i, dice);
            both.forEach(life -> life.matching.put(policy));
        }
        Map<String, String> status = new HashMap<>();
        Map<String, Integer> charge = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            for (String ups : FLEET) {
                if (step == 0 || dice.nextInt(12) == 0) {
                    boolean silent = dice.nextInt(5) == 0;
                    status.put(ups, silent ? null : STATUSES.get(dice.nextInt(STATUSES.size())));
                    charge.put(ups, dice.nextInt(101));
                }
            }
            boolean siren = dice.nextInt(15) == 0;
            Duration pause = Duration.ofSeconds(dice.nextInt(8) == 0 ? 3 : 10);
            both.forEach(life -> happens(life, status, charge, siren, pause));
            if (dice.nextInt(3) == 0) {
                inject(both.get(1), dice, seed + ", step " + step);
            }
            assertThat(both.get(1).states())
                    .as("triggers, seed " + seed + ", step " + step)
                    .isEqualTo(both.get(0).states());
            assertThat(both.get(1).asked)
                    .as("matches, seed " + seed + ", step " + step)
                    .isEqualTo(both.get(0).asked);
        }
    }

    private static void happens(
            Life life,
            Map<String, String> status,
            Map<String, Integer> charge,
            boolean siren,
            Duration pause) {
        life.time.pass(pause);
        for (String ups : FLEET) {
            if (status.get(ups) != null) {
                life.polled(ups, status.get(ups), charge.get(ups));
            }
        }
        if (siren) {
            life.siren();
        }
        life.tick();
    }

    private void inject(Life life, SplittableRandom dice, String when) {
        List<UpsFacts> known = life.fleet.all();
        UpsFacts facts = known.get(dice.nextInt(known.size()));
        Duration heldFor = Duration.ofSeconds(dice.nextInt(3) == 0 ? 0 : dice.nextInt(7200));
        List<InjectedMatch> judged =
                life.matching.inject(
                        session(),
                        List.of(),
                        injection(facts, dice, heldFor, life.time.now()),
                        dice.nextBoolean());
        judged.forEach(each -> words.add(each.decision().kind()));
        assertThat(judged)
                .as("seed " + when + ", injected for " + facts.upsId())
                .allMatch(each -> concerns(each.decision(), facts.upsId()));
        if (judged.stream().anyMatch(each -> each.request() != null)) {
            touched.add(facts.upsId());
        }
    }

    /** The decision about several UPSs together may carry the name of another of them. */
    private static boolean concerns(Decision decision, String ups) {
        return ups.equals(decision.subject())
                || decision.triggers().stream().anyMatch(state -> ups.equals(state.subject()));
    }

    private static Injection injection(
            UpsFacts facts, SplittableRandom dice, Duration heldFor, Instant now) {
        SyntheticEvents events = new SyntheticEvents(UUID::randomUUID);
        if (dice.nextInt(4) == 0) {
            Threshold low =
                    new Threshold(
                            "charge_pct", Threshold.Op.LT, 30, Duration.ZERO, Severity.WARN, false);
            return events.metric(facts, low, 12, heldFor, now);
        }
        UpsState to = MADE_UP.get(dice.nextInt(MADE_UP.size()));
        UpsState from =
                Stream.of(UpsState.OL, UpsState.OB)
                        .filter(state -> state != to)
                        .skip(dice.nextInt(to == UpsState.OB || to == UpsState.OL ? 1 : 2))
                        .findFirst()
                        .orElseThrow();
        return events.state(facts, from, to, heldFor, now);
    }

    /** The case that was seen: an outage long ago, then silence, and a drill for another UPS. */
    @Test
    @Requirement("NUT-76")
    void an_old_outage_of_silent_upss_is_nobodys_news() {
        for (String trigger : TRIGGERS) {
            Life life = new Life();
            life.matching.put(policy(TRIGGERS.indexOf(trigger), new SplittableRandom(1)));
            FLEET.forEach(ups -> life.polled(ups, "OL", 100));
            life.time.pass(Duration.ofSeconds(5));
            FLEET.subList(1, FLEET.size()).forEach(ups -> life.polled(ups, "OB DISCHRG LB", 9));
            for (int minute = 0; minute < 90; minute++) {
                life.time.pass(Duration.ofMinutes(1));
                life.polled("a@lab", "OL", 100);
                life.tick();
            }
            List<InjectedMatch> judged =
                    life.matching.inject(
                            session(),
                            List.of(),
                            new SyntheticEvents(UUID::randomUUID)
                                    .state(
                                            life.fleet.facts("a@lab").orElseThrow(),
                                            UpsState.OL,
                                            UpsState.OB,
                                            Duration.ofMinutes(2),
                                            life.time.now()),
                            true);
            assertThat(judged)
                    .as(trigger)
                    .allMatch(each -> "a@lab".equals(each.decision().subject()));
            if (trigger.contains("equals: OB, for: 30s")) {
                assertThat(judged)
                        .extracting(each -> each.decision().kind())
                        .containsExactly(Kind.MATCHED);
            }
        }
    }

    /** Another feed that is down for real counts, as far as its own window is. */
    @Test
    @Requirement("NUT-76")
    void an_outage_of_another_ups_counts_by_its_own_time() {
        for (int minutes : List.of(2, 6)) {
            Life life = new Life();
            life.matching.put(policy(15, new SplittableRandom(1)));
            FLEET.forEach(ups -> life.polled(ups, "OL", 100));
            for (int second = 0; second < minutes * 60; second += 10) {
                life.time.pass(Duration.ofSeconds(10));
                life.polled("a@lab", "OL", 100);
                life.polled("b@lab", "OB", 90);
                life.tick();
            }
            List<InjectedMatch> judged =
                    life.matching.inject(
                            session(),
                            List.of(),
                            new SyntheticEvents(UUID::randomUUID)
                                    .state(
                                            life.fleet.facts("a@lab").orElseThrow(),
                                            UpsState.OL,
                                            UpsState.OB,
                                            Duration.ofHours(1),
                                            life.time.now()),
                            false);
            assertThat(judged)
                    .as("b on battery for " + minutes + " minutes")
                    .extracting(each -> each.decision().kind(), each -> each.decision().subject())
                    .containsExactly(tuple(minutes == 6 ? Kind.MATCHED : Kind.PENDING, "a@lab"));
        }
    }
}
