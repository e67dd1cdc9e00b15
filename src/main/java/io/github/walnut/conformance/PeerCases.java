package io.github.walnut.conformance;

import io.github.walnut.integration.IntegrationType;
import io.github.walnut.integration.KameletDrivers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The cases that are played against a peer. They read and rehearse; those that would switch it say
 * so and are not played.
 */
public final class PeerCases {

    private static final Map<String, String> SWITCHING =
            Map.of(
                    "C08", "same plan",
                    "C09", "no-op",
                    "C10", "completion",
                    "C11", "reconcile",
                    "C12", "refused",
                    "C17", "injection",
                    "C18", "inverse",
                    "C19", "paired",
                    "C20", "crash");
    private static final String WRITES = "it would switch the peer, and the kit only reads";
    private static final String NO_CONNECTION = "the connection does not work";

    private final Lab lab;
    private final LongSupplier writes;
    private final Supplier<List<String>> log;

    /**
     * @param secrets that the drivers were made with
     * @param config of the peer, defaults filled in
     * @param entered secrets of the peer by field
     * @param writes how many writes the peer has seen; a constant where nobody can tell
     * @param log lines that the program has written so far
     */
    public PeerCases(
            IntegrationType type,
            KameletDrivers drivers,
            PeerSecrets secrets,
            Map<String, Object> config,
            Map<String, String> entered,
            LongSupplier writes,
            Supplier<List<String>> log) {
        this.lab = new Lab(type, drivers, secrets, config, entered);
        this.writes = writes;
        this.log = log;
    }

    /** C03 to C20, in order. */
    public List<Verdict> play() {
        return play(BadPeerCases.BUDGET_MILLIS, BadPeerCases.GRACE_MILLIS);
    }

    /**
     * @param budgetMillis that a call to a bad peer may take
     * @param graceMillis how late it may end
     */
    List<Verdict> play(long budgetMillis, long graceMillis) {
        List<Verdict> verdicts = new ArrayList<>();
        ConnectionCase.Played connection = new ConnectionCase(lab).play();
        verdicts.add(connection.verdict());
        boolean reads = false;
        if (connection.connected()) {
            InventoryCases inventory = new InventoryCases(lab);
            VerbCases verbs = new VerbCases(lab, writes);
            verdicts.add(inventory.full());
            reads = inventory.found();
            verdicts.add(inventory.fast());
            verdicts.add(verbs.probe());
            verdicts.add(verbs.dryRun());
            verdicts.add(verbs.missingTarget());
        } else {
            Map.of(
                            "C04", "inventory",
                            "C05", "fast refresh",
                            "C06", "probe",
                            "C07", "dry run",
                            "C13", "missing target")
                    .forEach((id, name) -> verdicts.add(Verdict.skipped(id, name, NO_CONNECTION)));
        }
        BadPeerCases bad = new BadPeerCases(lab, reads, budgetMillis, graceMillis);
        verdicts.add(bad.deadline());
        verdicts.add(bad.hostile());
        verdicts.add(SecretsCase.of(lab, log.get()));
        SWITCHING.forEach((id, name) -> verdicts.add(Verdict.skipped(id, name, WRITES)));
        verdicts.sort(Comparator.comparing(Verdict::id));
        return verdicts;
    }
}
