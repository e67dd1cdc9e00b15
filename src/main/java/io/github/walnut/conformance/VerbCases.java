package io.github.walnut.conformance;

import io.github.walnut.integration.InventoryItems;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** C06, C07 and C13: every verb is asked about and rehearsed, and nothing is written. */
final class VerbCases {

    private static final int TARGETS_OF_A_TYPE = 3;
    private static final int MOST = 10_000;
    private static final String NOBODY = "walnut-conformance-no-such-target";

    /** A driver that answers so does not know its own business. */
    private static final Set<ErrorClass> BROKEN = Set.of(ErrorClass.INTERNAL, ErrorClass.PROTOCOL);

    private final Lab lab;
    private final LongSupplier writes;

    /**
     * @param writes how many the peer has seen; a constant where nobody can tell
     */
    VerbCases(Lab lab, LongSupplier writes) {
        this.lab = lab;
        this.writes = writes;
    }

    private record Tried(int calls, int refused, int unguessed, List<String> faults) {}

    Verdict probe() {
        return verdict("C06", "probe", Mode.PROBE);
    }

    Verdict dryRun() {
        return verdict("C07", "dry run", Mode.DRY_RUN);
    }

    private Verdict verdict(String id, String name, Mode mode) {
        DriverResult before = lab.lists() ? listed() : null;
        long writesBefore = writes.getAsLong();
        Tried tried = all(mode);
        List<String> faults = new ArrayList<>(tried.faults());
        if (writes.getAsLong() != writesBefore) {
            faults.add("the peer saw " + (writes.getAsLong() - writesBefore) + " writes");
        }
        if (before != null && !InventoryCases.same(before, listed())) {
            faults.add("the peer is not as it was before");
        }
        String seen =
                tried.calls()
                        + " verbs on targets"
                        + (tried.refused() > 0 ? ", " + tried.refused() + " refused" : "")
                        + (tried.unguessed() > 0
                                ? ", "
                                        + tried.unguessed()
                                        + " not tried: their parameters cannot be guessed"
                                : "");
        if (!faults.isEmpty()) {
            return Verdict.failed(id, name, String.join("; ", faults));
        }
        return tried.calls() == 0
                ? Verdict.skipped(id, name, "there is no target to try a verb on")
                : Verdict.passed(id, name, seen + "; the peer is as it was");
    }

    private DriverResult listed() {
        return lab.inventory(lab.peer(), false, Lab.LIMIT_MILLIS);
    }

    private Tried all(Mode mode) {
        List<Target> targets = targets();
        List<String> faults = new ArrayList<>();
        int calls = 0;
        int refused = 0;
        int unguessed = 0;
        for (Capability capability : lab.type().manifest().capabilities()) {
            for (Capability.Verb verb : capability.verbs().values()) {
                Optional<Map<String, Object>> params = SampleParams.of(verb.params());
                if (params.isEmpty()) {
                    unguessed++;
                    continue;
                }
                for (Target target : some(capability, targets)) {
                    DriverResult result =
                            lab.about(mode, target, capability.id(), verb.name(), params.get());
                    calls++;
                    refused += result.ok() ? 0 : 1;
                    fault(mode, result).ifPresent(faults::add);
                }
            }
        }
        return new Tried(calls, refused, unguessed, faults);
    }

    private static Optional<String> fault(Mode mode, DriverResult result) {
        String what = result.capability() + " " + result.verb() + " of " + result.targetId();
        if (!result.ok()) {
            return BROKEN.contains(result.error().errorClass())
                    ? Optional.of(what + ": " + result.reason())
                    : Optional.empty();
        }
        boolean silent =
                mode == Mode.DRY_RUN
                        && result.preview().isEmpty()
                        && !"no change".equals(result.effects().get("summary"));
        return silent ? Optional.of(what + ": neither a preview nor no change") : Optional.empty();
    }

    private List<Target> targets() {
        Host peer = lab.peer();
        List<Target> targets = new ArrayList<>(List.of(Target.ofHost(peer)));
        if (lab.lists()) {
            targets.addAll(InventoryItems.of(peer, listed().targets(), MOST));
        }
        return targets;
    }

    private static List<Target> some(Capability capability, List<Target> targets) {
        List<Target> some = new ArrayList<>();
        for (String type : capability.targetTypes()) {
            targets.stream()
                    .filter(target -> target.type().equals(type))
                    .limit(TARGETS_OF_A_TYPE)
                    .forEach(some::add);
        }
        return some;
    }

    /** C13. */
    Verdict missingTarget() {
        List<String> faults = new ArrayList<>();
        int calls = 0;
        for (Capability capability : lab.type().manifest().capabilities()) {
            for (String type : capability.targetTypes()) {
                for (Capability.Verb verb : capability.verbs().values()) {
                    Optional<Map<String, Object>> params = SampleParams.of(verb.params());
                    if (type.equals("host") || params.isEmpty()) {
                        continue;
                    }
                    DriverResult result =
                            lab.about(
                                    Mode.DRY_RUN,
                                    nobody(type),
                                    capability.id(),
                                    verb.name(),
                                    params.get());
                    calls++;
                    if (result.ok()
                            || result.error().errorClass() != ErrorClass.NOT_FOUND
                            || !result.preview().isEmpty()) {
                        faults.add(
                                capability.id()
                                        + " "
                                        + verb.name()
                                        + ": "
                                        + (result.ok()
                                                ? "rehearsed"
                                                : result.error().errorClass().word())
                                        + ", expected not_found without a preview");
                    }
                }
            }
        }
        if (!faults.isEmpty()) {
            return Verdict.failed("C13", "missing target", String.join("; ", faults));
        }
        return calls == 0
                ? Verdict.skipped("C13", "missing target", "no verb has a target but the host")
                : Verdict.passed("C13", "missing target", calls + " verbs answer not_found");
    }

    private Target nobody(String type) {
        return new Target(
                lab.peer().id(),
                type,
                NOBODY,
                NOBODY,
                "unknown",
                Map.of(),
                Map.of(),
                true,
                false,
                false);
    }
}
