package io.github.walnut.dispatch;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyTargets;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunState;
import io.github.walnut.run.SeenState;
import io.github.walnut.run.SeenStates;
import io.github.walnut.run.Step;
import io.github.walnut.run.TargetResolver;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.UpsFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the start of an outage in which states the targets are that may have to be started again
 * after it, and looks again until the first run of the outage begins. Safe for several threads;
 * whoever brings news waits for neither host nor store.
 */
public final class Snapshots implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    /** What was read so lately is not read again. */
    private static final Duration YOUNG = Duration.ofSeconds(60);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /**
     * What it stands on.
     *
     * @param background runs one task after the other; they may block
     */
    public record Ports(
            Inventory inventory,
            TargetResolver resolver,
            TargetReadings targets,
            CallRunner calls,
            PresentPolicies policies,
            SeenStates stored,
            Scheduler scheduler,
            Executor background,
            Clock clock) {}

    /** Something of an outage that is read at once: a host with its targets, or one target. */
    private record Question(UUID outage, String about) {}

    private final Map<String, UUID> open = new HashMap<>();
    private final Set<UUID> begun = new HashSet<>();
    private final Map<Question, Instant> toldAt = new HashMap<>();
    private final Set<Question> underWay = new HashSet<>();
    private final Ports ports;
    private final OutageStates states;
    private boolean looking;

    public Snapshots(Ports ports, OutageStates states) {
        this.ports = ports;
        this.states = states;
    }

    /** News of a UPS: an outage may have begun, or be over. */
    public synchronized void heard(UpsFacts facts) {
        UUID now = facts.outageId();
        UUID before = now == null ? open.remove(facts.upsId()) : open.put(facts.upsId(), now);
        if (before != null && !open.containsValue(before)) {
            begun.remove(before);
            toldAt.keySet().removeIf(question -> question.outage().equals(before));
        }
        if (now != null && !now.equals(before)) {
            lookSoon(Duration.ZERO);
        }
    }

    private synchronized void lookSoon(Duration delay) {
        if (!looking) {
            looking = true;
            ports.scheduler().after(delay, () -> ports.background().execute(this::look));
        }
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        boolean acts =
                run.mode() == Run.Mode.LIVE
                        && run.kind() != Run.Kind.RECOVERY
                        && run.state() != RunState.SUPPRESSED;
        if (acts && run.outageId() != null) {
            begun(run.outageId());
        }
    }

    /** Targets are stopped from now on, and their states tell nothing about before. */
    private synchronized void begun(UUID outage) {
        if (open.containsValue(outage)) {
            begun.add(outage);
        }
    }

    private synchronized List<UUID> waiting() {
        return open.values().stream().distinct().filter(each -> !begun.contains(each)).toList();
    }

    private void look() {
        synchronized (this) {
            looking = false;
        }
        lookNow();
        if (!waiting().isEmpty()) {
            lookSoon(LOOK_AGAIN);
        }
    }

    private void lookNow() {
        try {
            for (UUID outage : waiting()) {
                if (ports.stored().runBegan(outage)) {
                    begun(outage);
                } else {
                    wanted().forEach((target, action) -> look(outage, target, action));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("targets could not be looked at, which is tried again: {}", e.toString());
        }
    }

    /** What policies may stop that start it again, with the action that would stop it. */
    private Map<Target, Policy.Action> wanted() {
        PolicyTargets targets = new PolicyTargets(ports.inventory());
        Map<Target, Policy.Action> wanted = new LinkedHashMap<>();
        for (StoredPolicy policy : ports.policies().all()) {
            if (policy.inForce() && policy.policy() != null) {
                targets.actions(policy.policy()).stream()
                        .filter(action -> startsAgain(policy.policy(), action))
                        .forEach(
                                action ->
                                        ports.resolver().resolve(action, false).targets().stream()
                                                .forEach(one -> wanted.putIfAbsent(one, action)));
            }
        }
        return wanted;
    }

    private static boolean startsAgain(Policy policy, Policy.Action action) {
        return policy.recovery() != null && policy.recovery().enabled()
                || action.onPowerReturn() == Policy.Action.OnPowerReturn.REVERSE;
    }

    private void look(UUID outage, Target target, Policy.Action action) {
        Set<String> type = Set.of(target.type());
        Optional<HostReading> known = ports.targets().fresh(target.hostId(), type);
        if (known.isEmpty()) {
            askHost(new Question(outage, target.hostId() + " " + target.type()), target);
        } else if (known.get().stale() && known.get().at() == null) {
            askTarget(new Question(outage, target.hostId() + "/" + target.id()), target, action);
        } else {
            told(outage, target, target.status(), SeenState.Source.INVENTORY, known.get().at());
        }
    }

    /** A host that has told its targets is looked at anew: what it told may be different ones. */
    private void askHost(Question question, Target one) {
        if (begin(question)) {
            ports.targets()
                    .read(
                            one.hostId(),
                            Set.of(one.type()),
                            reading -> {
                                over(question);
                                if (!reading.stale()) {
                                    ports.background().execute(this::lookNow);
                                }
                            });
        }
    }

    private void askTarget(Question question, Target target, Policy.Action action) {
        Optional<Host> host = ports.inventory().host(target.hostId()).filter(Host::enabled);
        if (host.isPresent() && due(question) && begin(question)) {
            ports.calls().run(words(question, host.get(), target, action), end(question, target));
        }
    }

    private synchronized boolean due(Question question) {
        Instant at = toldAt.get(question);
        return at == null || !ports.clock().now().isBefore(at.plus(YOUNG));
    }

    private synchronized boolean begin(Question question) {
        return underWay.add(question);
    }

    private synchronized void over(Question question) {
        underWay.remove(question);
    }

    private static DriverCall words(
            Question question, Host host, Target target, Policy.Action action) {
        return new DriverCall(
                DriverCall.Mode.STATE,
                host,
                target,
                action.capability(),
                action.verb(),
                action.params(),
                Map.of(),
                null,
                null,
                question.outage().toString(),
                1,
                ANSWER.toMillis());
    }

    private CallRunner.End end(Question question, Target target) {
        return new CallRunner.End() {
            @Override
            public void ended(DriverResult result) {
                over();
                answered(result);
            }

            @Override
            public void answered(DriverResult result) {
                if (result.ok() && result.status() != null) {
                    Instant now = ports.clock().now();
                    told(question, now);
                    told(question.outage(), target, result.status(), SeenState.Source.STATE, now);
                }
            }

            @Override
            public void over() {
                Snapshots.this.over(question);
            }
        };
    }

    private synchronized void told(Question question, Instant at) {
        if (open.containsValue(question.outage())) {
            toldAt.put(question, at);
        }
    }

    private synchronized void told(
            UUID outage, Target target, String state, SeenState.Source source, Instant at) {
        if (open.containsValue(outage) && !begun.contains(outage)) {
            states.see(List.of(SeenState.of(outage, target, state, source, at)));
        }
    }
}
