package io.github.walnut.virtual;

import io.github.walnut.road.InjectedMatch;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.ups.PollResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * walNUT on virtual time, between virtual UPSs and virtual targets. Everything that watches,
 * decides and acts is what runs in the program; only clock, scheduler, ids, chance, store and
 * drivers are others. Equal plans that are treated equally come to equal records. One thread.
 */
public final class Laboratory implements AutoCloseable {

    private final LaboratoryPlan plan;
    private final VirtualTime time;
    private final VirtualWorld world;
    private final VirtualStore store = new VirtualStore();
    private final VirtualIds ids;
    private final MemoryHold hold = new MemoryHold();
    private final List<RunListener> listeners = new ArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private Consumer<PollResult> pollWatch = poll -> {};
    private UpsLine line;
    private VirtualProcess process;

    public Laboratory(LaboratoryPlan plan) {
        this.plan = plan;
        time = new VirtualTime(plan.start());
        world = new VirtualWorld(time).chance(new Chance(plan.seed()));
        ids = new VirtualIds(time, plan.seed());
        plan.policies().forEach(store::put);
    }

    /** To be added before {@link #boot()}. */
    public Laboratory listen(RunListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Hears every poll before walNUT does. */
    public Laboratory watchPolls(Consumer<PollResult> watch) {
        pollWatch = watch;
        return this;
    }

    /** Asks UPSs elsewhere under the ids of those in the plan; to be said before the first boot. */
    public Laboratory pollBy(UpsLine value) {
        line = value;
        return this;
    }

    /** A process begins on what the store holds. */
    public Laboratory boot() {
        process = new VirtualProcess(this);
        process.begin();
        return this;
    }

    /** The process dies where it stands; UPSs and targets go on. */
    public void kill() {
        time.forgetEverything();
        world.hungUp();
        store.died();
        process.close();
        process = null;
    }

    /**
     * The process stands still; UPSs and time go on. What was asked and not yet answered comes in
     * as soon as it goes on.
     */
    public void stop() {
        process.stop();
        time.stop();
    }

    /** The process goes on after so long. */
    public void goOn(Duration stood) {
        time.goOn(stood);
        process.goOn();
    }

    public boolean alive() {
        return process != null;
    }

    public void pass(Duration span) {
        time.pass(span);
    }

    public void passUntil(Instant moment) {
        time.passUntil(moment);
    }

    /** An authenticated call of a webhook. */
    public void call(String webhook, Map<String, Object> body) {
        process.called(webhook, body);
    }

    /**
     * An admin makes up that mains of this UPS are gone, as a rehearsal; at once, but in the course
     * of time.
     *
     * @param matches hears what came of it
     */
    public void inject(String ups, Duration heldFor, Consumer<List<InjectedMatch>> matches) {
        time.after(Duration.ZERO, () -> matches.accept(process.inject(ups, heldFor)));
    }

    public Instant now() {
        return time.now();
    }

    /** By id. */
    public VirtualUps ups(String id) {
        return plan.ups().stream()
                .filter(ups -> ups.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no virtual UPS '" + id + "'"));
    }

    public VirtualWorld world() {
        return world;
    }

    public VirtualStore store() {
        return store;
    }

    /** Everything that people had to hear, in one line each. */
    public List<String> alarms() {
        return alarms;
    }

    /** Every run that there ever was, in the order in which they began. */
    public List<Run> runs() {
        return store.all();
    }

    LaboratoryPlan plan() {
        return plan;
    }

    VirtualTime time() {
        return time;
    }

    VirtualIds ids() {
        return ids;
    }

    MemoryHold hold() {
        return hold;
    }

    List<RunListener> listeners() {
        return listeners;
    }

    /** Null when the UPSs of the plan answer themselves. */
    UpsLine line() {
        return line;
    }

    Consumer<PollResult> pollWatch() {
        return pollWatch;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
