package io.github.walnut.virtual;

import io.github.walnut.dispatch.DispatchPorts;
import io.github.walnut.dispatch.DispatchWatch;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.dispatch.HoldMemory;
import io.github.walnut.dispatch.PresentPolicies;
import io.github.walnut.dispatch.Settings;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.RecoveryDefaults;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.Alarm;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Hold;
import io.github.walnut.run.HoldChange;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Maintenance;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.Obligations;
import io.github.walnut.run.Planner;
import io.github.walnut.run.Recovering;
import io.github.walnut.run.RecoveryPlan;
import io.github.walnut.run.Retries;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.StatesBefore;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A dispatcher on a virtual clock, a virtual world and a journal that can be cut off. */
public final class Station implements DispatchWatch {

    public final VirtualTime time = new VirtualTime();
    public final VirtualWorld world = new VirtualWorld(time);
    public final Site site;
    public final List<String> told = new ArrayList<>();
    public final TransitionLaw law = new TransitionLaw();
    public final List<RunListener> listeners = new ArrayList<>(List.of(law));
    public JsonJournal journal = new JsonJournal();
    public Dispatcher dispatcher;
    public boolean stillMet = true;
    public HoldMemory hold = new MemoryHold();
    public StatesBefore statesBefore = StatesBefore.NOBODY_LOOKED;
    public boolean armed = true;
    public Maintenance maintenance = Maintenance.NONE;
    public RecoveryDefaults recoveryDefaults = RecoveryDefaults.BUILT_IN;
    public Duration lockPatience = Duration.ofMinutes(15);
    private final Map<UUID, Policy> policies = new HashMap<>();
    private final Map<UUID, StoredPolicy> stored = new HashMap<>();
    private final Map<String, VirtualMains> fleet = new TreeMap<>();
    public final Readings readings = new Readings(time);
    private final Settings settings;

    public Station(Site site) {
        this(site, Settings.DEFAULT);
    }

    public Station(Site site, Settings settings) {
        this.site = site;
        this.settings = settings;
    }

    /** A process begins on what the journal holds. */
    public Station boot() {
        RunMachine machine =
                new RunMachine(site, new Retries(() -> 0.5), settings.finalDelay(), lockPatience);
        dispatcher =
                new Dispatcher(
                        new DispatchPorts(
                                site,
                                readings,
                                journal,
                                world,
                                time,
                                time,
                                listeners,
                                Runnable::run,
                                this,
                                run -> Optional.ofNullable(policies.get(run.policyId())),
                                run -> stillMet,
                                new Obligations(site, statesBefore(), site::nextId),
                                hold,
                                present()),
                        new NewRun(new Planner(site, site, site::nextId), site::nextId),
                        new RecoveryPlan(site, site::nextId),
                        machine,
                        settings);
        fleet.values().forEach(ups -> dispatcher.heard(ups.facts()));
        dispatcher.resume();
        return this;
    }

    /** The process dies where it stands, and another begins. */
    public void killAndBoot() {
        time.forgetEverything();
        long epoch = journal.epoch();
        journal = journal.reopened();
        journal.begun(epoch + 1);
        site.jumpIds();
        law.restarted(journal);
        boot();
    }

    /** Whoever tells them at the time of the question. */
    private StatesBefore statesBefore() {
        return new StatesBefore() {
            @Override
            public Optional<String> of(UUID outageId, Target target) {
                return statesBefore.of(outageId, target);
            }

            @Override
            public void checked(UUID outageId, Target target, String state, Instant at) {
                statesBefore.checked(outageId, target, state, at);
            }
        };
    }

    public PresentPolicies present() {
        return new PresentPolicies() {
            @Override
            public RecoveryDefaults recoveryDefaults() {
                return recoveryDefaults;
            }

            @Override
            public Optional<StoredPolicy> find(UUID policyId) {
                return Optional.ofNullable(stored.get(policyId));
            }

            @Override
            public List<StoredPolicy> all() {
                return List.copyOf(stored.values());
            }

            @Override
            public boolean armed() {
                return armed;
            }

            @Override
            public Maintenance maintenance() {
                return maintenance;
            }
        };
    }

    public UUID start(RunRequest request) {
        policies.put(request.policy().id(), request.policy().policy());
        stored.put(request.policy().id(), request.policy());
        return dispatcher.start(request);
    }

    /** The policy is changed; runs under way keep theirs. */
    public void revise(StoredPolicy next) {
        stored.put(next.id(), next);
    }

    /** The UPS of this id, whose changes the dispatcher hears. */
    public VirtualMains ups(String id) {
        return fleet.computeIfAbsent(
                id,
                key -> new VirtualMains(key, Site.OUTAGE, time, facts -> dispatcher.heard(facts)));
    }

    public void pass(Duration duration) {
        time.pass(duration);
    }

    /** The process stands still; the world goes on. */
    public void standsStill(Duration duration) {
        time.stop();
        time.pass(duration);
        time.goOn(duration);
    }

    public Run run(UUID id) {
        return entry(id).run();
    }

    public List<Step> steps(UUID id) {
        return entry(id).steps();
    }

    public List<StepState> states(UUID id) {
        return steps(id).stream().map(Step::state).toList();
    }

    private Journal.Entry entry(UUID id) {
        return journal.find(id).orElseThrow();
    }

    @Override
    public void raised(Alarm alarm, Run run, Step step) {
        told.add(alarm + " " + step.target().id());
    }

    @Override
    public void planned(Run run, List<String> notes) {
        told.addAll(notes);
    }

    @Override
    public void held(HoldChange change, Hold hold, Run run) {
        told.add("hold " + change.name().toLowerCase(Locale.ROOT) + (run == null ? " of all" : ""));
    }

    @Override
    public void recoveryStalled(Recovering what, List<Gate> shut) {
        told.add("RECOVERY_STALLED " + shut.stream().map(Gate::kind).distinct().toList());
    }

    @Override
    public void journalDegraded(String why) {
        told.add("journal degraded: " + why);
    }

    @Override
    public void journalRestored() {
        told.add("journal restored");
    }

    @Override
    public void epochLost(String why) {
        told.add("epoch lost: " + why);
    }
}
