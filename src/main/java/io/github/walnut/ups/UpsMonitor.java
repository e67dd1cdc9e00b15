package io.github.walnut.ups;

import io.github.walnut.ups.SampleNormalizer.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Watches one UPS: takes the results of its polls and the passing of time, and tells what changed.
 * Not safe for use by several threads at once.
 */
public final class UpsMonitor {

    private final SampleNormalizer normalizer;
    private final Supplier<UpsConfig> config;
    private final Pipeline pipeline;
    private final EventPress press;

    private UpsFacts facts;
    private MonitorMemory memory;
    private Outage outage;
    private boolean restored;
    private boolean alert;
    private Instant due;

    /** What the store keeps of one UPS. */
    public record Stored(UpsFacts facts, MonitorMemory memory, Outage openOutage) {}

    UpsMonitor(
            Stored stored,
            boolean restored,
            Supplier<UpsConfig> config,
            SampleNormalizer normalizer,
            Ids ids,
            Sites sites) {
        this.facts = stored.facts();
        this.memory = stored.memory();
        this.outage = stored.openOutage();
        this.restored = restored;
        this.config = config;
        this.normalizer = normalizer;
        this.pipeline = new Pipeline(ids, sites, normalizer.profiles());
        this.press = new EventPress(ids);
        this.due = facts.updatedAt();
    }

    /** A UPS of which nothing is known yet. */
    static Stored unheard(String upsId, Instant now) {
        UpsFacts nothing =
                new UpsFacts(
                        upsId,
                        Map.of(),
                        null,
                        null,
                        false,
                        null,
                        UpsFacts.PowerSource.UNKNOWN,
                        null,
                        0,
                        0,
                        0,
                        0,
                        false,
                        now);
        return new Stored(nothing, MonitorMemory.fresh(now), null);
    }

    public UpsFacts facts() {
        return facts;
    }

    /** What has to be stored to go on from here. */
    public Stored stored() {
        return new Stored(facts, memory, outage);
    }

    /** When the next {@link #tick} can change something; empty when only a poll can. */
    public Optional<Instant> nextDue() {
        return Optional.ofNullable(due);
    }

    /**
     * @param fresh it was asked after the last standstill; else it tells of a time that is over
     */
    UpsUpdate on(PollResult result, boolean fresh) {
        Step step = step(result.at());
        if (result instanceof PollResult.Failed failed) {
            return fail(step, failed.cause());
        }
        if (!fresh) {
            return finish(step);
        }
        PollResult.Good good = (PollResult.Good) result;
        long seq = facts.last() == null ? 1 : facts.last().seq() + 1;
        Reading reading = read(good, good.variables(), step.now, seq);
        if (reading instanceof Reading.Refused refused) {
            return fail(step, refused.cause());
        }
        step.raw = ((Reading.Valid) reading).sample();
        Map<String, String> all = withLastFullPoll(good, step.now);
        step.sample = ((Reading.Valid) read(good, all, step.now, seq)).sample();
        step.restored = restored;
        restored = false;
        if (good.poll() == Sample.Poll.FULL) {
            step.memory.fullAt = step.now;
            step.memory.interrupted = false;
            step.memory.unobservedMillis = 0;
        }
        pipeline.heard(step);
        return finish(step);
    }

    /** Lets time pass: windows run out, silence grows. */
    public UpsUpdate tick(Instant now) {
        Step step = step(now);
        if (facts.absent() && !facts.holds(UpsState.OB)) {
            return finish(step);
        }
        pipeline.passed(step);
        return finish(step);
    }

    /**
     * Time was lost: the process or the machine stood still. Silence counts from here, and nothing
     * is concluded before a fresh complete poll.
     *
     * @param lost for how long nobody watched
     */
    UpsUpdate resumed(Instant now, Duration lost) {
        Step step = step(now);
        step.memory.listenFrom = now;
        step.memory.interrupted = facts.known();
        step.memory.unobservedMillis += facts.known() ? lost.toMillis() : 0;
        if (step.cause == null) {
            step.cause = ContactWatch.STALE;
        }
        return finishAndWake(step, facts.absent());
    }

    /** A battery test was sent to the device; it explains what follows for so long at most. */
    UpsUpdate testSent(Instant now, Duration atMost) {
        Step step = step(now);
        step.memory.ownTestUntil = now.plus(atMost);
        step.memory.ownTestSeen = false;
        step.memory.ownTestBefore =
                facts.last() == null ? null : facts.last().variables().get("ups.test.result");
        if (step.reachable()) {
            pipeline.passed(step);
        }
        return finishAndWake(step, facts.absent());
    }

    UpsUpdate listed(Instant now, boolean present) {
        Step step = step(now);
        if (present) {
            step.memory.listenFrom = now;
        }
        return finishAndWake(step, !present);
    }

    /** Moves every moment that is remembered, because the wall clock was set. */
    void shift(Duration by) {
        Stored moved = new TimeShift(by).apply(stored());
        facts = moved.facts();
        memory = moved.memory();
        outage = moved.openOutage();
        due = due == null ? null : due.plus(by);
    }

    /** The two critical profiles, if they disagree about this UPS now. */
    Optional<CriticalEvaluator.Deviation> deviation(Instant now) {
        return CriticalEvaluator.deviation(
                CriticalWatch.input(step(now)), CriticalWatch.config(config.get()));
    }

    private Step step(Instant at) {
        Instant now = at.isBefore(facts.updatedAt()) ? facts.updatedAt() : at;
        return new Step(facts, memory, outage, config.get(), now);
    }

    private UpsUpdate fail(Step step, String cause) {
        pipeline.failed(step, cause);
        return finish(step);
    }

    /** The next tick shall find out by itself what there is to wait for. */
    private UpsUpdate finishAndWake(Step step, boolean absent) {
        UpsUpdate update = finish(step, absent);
        due = step.now;
        return update;
    }

    private UpsUpdate finish(Step step) {
        return finish(step, facts.absent());
    }

    private UpsUpdate finish(Step step, boolean absent) {
        alert = Alert.decide(step);
        facts = FactsPress.print(step, absent);
        List<Event> events = press.print(step);
        memory = step.memory.freeze();
        outage = step.outage;
        due = step.due();
        return new UpsUpdate(facts, memory, events, step.outages, alert, step.raw);
    }

    private Reading read(
            PollResult.Good poll, Map<String, String> variables, Instant at, long seq) {
        return normalizer.read(facts.upsId(), at, poll.poll(), variables, seq, facts.last());
    }

    /** A fast poll asks for little; the rest holds as the last full poll told, for a while. */
    private Map<String, String> withLastFullPoll(PollResult.Good poll, Instant now) {
        boolean recent =
                memory.fullAt() != null
                        && facts.last() != null
                        && !now.isAfter(memory.fullAt().plus(config.get().fullPollHolds()));
        if (poll.poll() == Sample.Poll.FULL || !recent) {
            return poll.variables();
        }
        Map<String, String> all = new HashMap<>(facts.last().variables());
        all.putAll(poll.variables());
        return all;
    }
}
