package io.github.walnut.run;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.PolicyTargets;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What must hold before anything is started again: for the whole of what is started together, and
 * for each host. It looks and changes nothing.
 *
 * @param books the unfinished runs
 * @param maintenance what people are working on and is left alone
 * @param answers a host has told its targets a moment ago, or cannot be asked
 */
public record RecoveryGates(
        Inventory inventory,
        PowerBoard power,
        Shutdowns shutdowns,
        Collection<RunBook> books,
        Maintenance maintenance,
        Predicate<String> answers) {

    /** Of all that is started together: runs of the UPS, mains, charge, mode. */
    public List<Gate> shared(Recovering what, Instant now) {
        List<Gate> gates = new ArrayList<>();
        gates.add(runs(what));
        gates.add(what.reversal() ? returned(what, now) : mains(what, now));
        if (!what.reversal()) {
            gates.add(charge(what));
        }
        gates.add(mode(what, now));
        return gates;
    }

    /** Those that hold although nobody waits for mains and charge. */
    public List<Gate> withoutPower(Recovering what, Instant now) {
        return List.of(runs(what), mode(what, now));
    }

    private Gate runs(Recovering what) {
        Set<String> ups = new HashSet<>();
        what.supply().watched(power).forEach(each -> ups.add(each.upsId()));
        Optional<Run> other =
                what.reversal()
                        ? Optional.empty()
                        : books.stream()
                                .filter(shutdowns::is)
                                .map(RunBook::run)
                                .filter(run -> run.upsId() != null && ups.contains(run.upsId()))
                                .findFirst();
        return other.map(run -> unfinished(run)).orElseGet(() -> Gate.opened(Gate.Kind.RUNS));
    }

    private static Gate unfinished(Run run) {
        return Gate.shut(Gate.Kind.RUNS, "run of " + run.policyName() + " is not finished");
    }

    /** Power that came back for a run that it cut short, and has not gone since. */
    private Gate returned(Recovering what, Instant now) {
        Optional<Instant> at = what.supply().returnedAt(power);
        if (at.isEmpty() || !what.supply().heard(power)) {
            return Gate.shut(Gate.Kind.MAINS, "power has not returned");
        }
        return now.isBefore(at.get())
                ? Gate.shutUntil(Gate.Kind.MAINS, at.get(), "power has just returned")
                : Gate.opened(Gate.Kind.MAINS);
    }

    private Gate mains(Recovering what, Instant now) {
        List<UpsFacts> watched = what.supply().watched(power);
        if (watched.isEmpty()) {
            return Gate.shut(Gate.Kind.MAINS, "nothing is known of its UPS");
        }
        Instant latest = Instant.MIN;
        for (UpsFacts ups : watched) {
            Optional<Instant> since = onMainsSince(ups);
            if (since.isEmpty()) {
                return Gate.shut(Gate.Kind.MAINS, ups.upsId() + " is not on mains");
            }
            Instant stable = since.get().plus(stability(what, ups));
            latest = stable.isAfter(latest) ? stable : latest;
        }
        return now.isBefore(latest)
                ? Gate.shutUntil(Gate.Kind.MAINS, latest, "mains are not stable yet")
                : Gate.opened(Gate.Kind.MAINS);
    }

    /** Silence is no proof of mains. */
    private Optional<Instant> onMainsSince(UpsFacts ups) {
        return ups.holds(UpsState.OL) && !ups.has(UpsState.OB) && power.fresh(ups)
                ? Optional.of(ups.states().get(UpsState.OL).since())
                : Optional.empty();
    }

    private static Duration stability(Recovering what, UpsFacts ups) {
        Duration asked = what.how().mainsStable();
        return ups.has(UpsState.UNSTABLE) ? asked.multipliedBy(2) : asked;
    }

    private Gate charge(Recovering what) {
        int least = what.how().minChargePercent();
        for (UpsFacts ups : what.supply().watched(power)) {
            Double charge = ups.last() == null ? null : ups.last().value(Metric.BATTERY_PERCENT);
            if (charge == null && !what.how().goIfChargeUnknown()) {
                return Gate.shut(Gate.Kind.CHARGE, "the charge of " + ups.upsId() + " is unknown");
            }
            if (charge != null && charge < least) {
                return Gate.shut(
                        Gate.Kind.CHARGE,
                        ups.upsId() + " is charged to " + charge + " % of " + least + " %");
            }
        }
        return Gate.opened(Gate.Kind.CHARGE);
    }

    private Gate mode(Recovering what, Instant now) {
        if (!what.armed()) {
            return Gate.shut(Gate.Kind.MODE, "system or policy is not armed");
        }
        return what.policyId() != null && maintenance.ofPolicy(what.policyId(), now)
                ? Gate.shut(Gate.Kind.MODE, "the policy is in maintenance")
                : Gate.opened(Gate.Kind.MODE);
    }

    private Gate mode(Obligation one, Instant now) {
        String hostId = one.target().hostId();
        return maintenance.ofHost(hostId, now)
                ? Gate.shut(Gate.Kind.MODE, hostId + " is in maintenance")
                : Gate.opened(Gate.Kind.MODE);
    }

    /**
     * Of one of them: that no run takes its host away, that nobody works on the host, and that it
     * answers.
     */
    public List<Gate> own(Recovering what, Obligation one, Instant now) {
        String hostId = one.target().hostId();
        return List.of(
                books.stream()
                        .filter(shutdowns::is)
                        .filter(book -> concerned(what, book).contains(hostId))
                        .map(book -> unfinished(book.run()))
                        .findFirst()
                        .orElseGet(() -> Gate.opened(Gate.Kind.RUNS)),
                mode(one, now),
                host(what, one));
    }

    /** An undoing waits only for orders that are still to come. */
    private Set<String> concerned(Recovering what, RunBook book) {
        return what.reversal() ? shutdowns.hostsLeft(book) : shutdowns.hosts(book);
    }

    private Gate host(Recovering what, Obligation one) {
        String hostId = one.target().hostId();
        Optional<Host> host = inventory.host(hostId);
        if (host.isEmpty() || !host.get().enabled()) {
            return Gate.shut(Gate.Kind.HOST, hostId + " is gone or disabled");
        }
        if (PolicyTargets.excluded(inventory, what.neverHosts(), hostId)) {
            return Gate.shut(Gate.Kind.HOST, hostId + " must not be touched");
        }
        boolean itself = one.target().type().equals("host");
        return itself || startedFirst(what, one.target()) || answers.test(hostId)
                ? Gate.opened(Gate.Kind.HOST)
                : Gate.shut(Gate.Kind.HOST, hostId + " does not answer");
    }

    private static boolean startedFirst(Recovering what, Target target) {
        return what.owed().stream()
                .map(Obligation::target)
                .anyMatch(
                        other ->
                                other.type().equals("host")
                                        && other.hostId().equals(target.hostId()));
    }
}
