package io.github.walnut.app;

import io.github.walnut.api.PolicyReader;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicyUps;
import io.github.walnut.policy.SiteView;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.UpsMeanings;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsNumbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads a document and checks it against the present inventory, the known UPSs and the other
 * policies. What is checked only before saving joins as {@link SavingCheck}.
 */
final class PolicyCheck implements PolicyReader {

    /** Finds what is wrong with a document that reads and has no blocker; may take seconds. */
    @FunctionalInterface
    interface SavingCheck {
        List<Finding> findings(PolicyReading reading);
    }

    /** Whether a policy other than {@code self} has this name. */
    @FunctionalInterface
    interface Names {
        boolean taken(String name, UUID self);
    }

    private final PolicyDocuments stored = new PolicyDocuments();
    private final PolicyDocuments submitted;
    private final Inventory inventory;
    private final Supplier<List<UpsFacts>> ups;
    private final Names names;
    private final int callsInFlight;
    private final SettingsInForce settings;
    private final LearnedTimes times;
    private final OwnTests ownTests;
    private final List<SavingCheck> beforeSaving;
    private volatile Supplier<Set<String>> held = Set::of;

    /**
     * @param formatOne whether new documents of format 1 are taken
     * @param times that targets have shown to take
     * @param ownTests plays the tests that stand in a document
     */
    PolicyCheck(
            Inventory inventory,
            Supplier<List<UpsFacts>> ups,
            Names names,
            boolean formatOne,
            SettingsInForce settings,
            LearnedTimes times,
            OwnTests ownTests,
            List<SavingCheck> beforeSaving) {
        this.submitted = formatOne ? stored : PolicyDocuments.withoutFormatOne();
        this.settings = settings;
        this.inventory = inventory;
        this.ups = ups;
        this.names = names;
        this.callsInFlight = settings.number(StoredSetting.MAX_CONCURRENT);
        this.times = times;
        this.ownTests = ownTests;
        this.beforeSaving = beforeSaving;
    }

    /**
     * @param upsIds of the UPSs whose primaries wait for walNUT
     */
    void useHeld(Supplier<Set<String>> upsIds) {
        held = upsIds;
    }

    @Override
    public PolicyReading stored(StoredPolicy policy, String document) {
        return checked(
                stored.read(document, policy.mediaType()), policy.id(), policy.upsMeanings());
    }

    @Override
    public PolicyReading read(String document, String mediaType, UUID self) {
        return checked(stored.read(document, mediaType), self, UpsMeanings.NONE);
    }

    @Override
    public PolicyReading submitted(String document, String mediaType, UUID self) {
        return checked(submitted.read(document, mediaType), self, UpsMeanings.NONE);
    }

    @Override
    public PolicyReading forSaving(
            String document, String mediaType, UUID self, UpsMeanings meanings) {
        Set<String> known = ups.get().stream().map(UpsFacts::upsId).collect(Collectors.toSet());
        PolicyReading reading =
                checked(submitted.read(document, mediaType), self, meanings.among(known));
        for (SavingCheck check : beforeSaving) {
            if (!reading.blocked()) {
                reading = reading.with(check.findings(reading));
            }
        }
        return reading;
    }

    @Override
    public List<Played> play(Policy policy) {
        return ownTests.play(policy).stream()
                .map(
                        played ->
                                new Played(
                                        played.test().name(),
                                        played.test().pointer(),
                                        played.objections(),
                                        played.sent().stream()
                                                .map(s -> new Sent(s.at(), s.target(), s.verb()))
                                                .toList()))
                .toList();
    }

    private PolicyReading checked(PolicyReading read, UUID self, UpsMeanings meanings) {
        PolicyReading compiled = stored.compile(read, inventory, site().with(meanings));
        PolicyReading reading = compiled.with(ownTests.findings(compiled));
        return reading.policy() != null && names.taken(reading.policy().name(), self)
                ? reading.with(List.of(duplicateName(reading.policy().name())))
                : reading;
    }

    /** Nobody can declare yet which gear the orders to a host pass, so no path is known. */
    private SiteView site() {
        Map<String, OptionalDouble> runtimes = new HashMap<>();
        for (UpsFacts facts : ups.get()) {
            runtimes.put(facts.upsId(), UpsNumbers.read(facts, "runtime_seconds"));
        }
        return new SiteView(
                runtimes,
                Map.of(),
                callsInFlight,
                times,
                settings.number(StoredSetting.CONFIRM_OVER_TARGETS),
                new SiteView.Primaries(
                        held.get(),
                        new PolicyUps(inventory),
                        settings.duration(StoredSetting.HOSTSYNC)),
                UpsMeanings.NONE);
    }

    private static Finding duplicateName(String name) {
        return new Finding(
                Severity.INFO,
                "compile",
                "/name",
                "duplicate_name",
                "Another policy is called '" + name + "' too",
                null);
    }
}
