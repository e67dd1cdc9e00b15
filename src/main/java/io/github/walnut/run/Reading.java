package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import java.util.List;
import java.util.Set;

/** What an answer about the state of a target says about the order that was given. */
enum Reading {
    WANTED,
    UNDER_WAY,
    OTHER,
    /** No answer, or one that tells nothing. */
    UNREADABLE,
    /** The target reports that it failed at it. */
    BROKEN;

    static Reading of(Step step, Progress progress, Capability.Verb verb, DriverResult result) {
        if (result.error() != null) {
            return result.error().errorClass() == ErrorClass.TARGET_FAILED ? BROKEN : UNREADABLE;
        }
        if (!result.ok()) {
            return UNREADABLE;
        }
        Set<String> wanted = Wanted.of(step, named(progress, result));
        String status = result.status();
        if (wanted.isEmpty() || status == null || status.equals("unknown")) {
            return proven(verb, result) && wanted.isEmpty() ? WANTED : UNREADABLE;
        }
        if (wanted.contains(status)) {
            return inWanted(step, progress, verb, result);
        }
        return elsewhere(step, status);
    }

    private static List<String> named(Progress progress, DriverResult result) {
        return progress.expect().isEmpty() ? result.expect() : progress.expect();
    }

    private static Reading inWanted(
            Step step, Progress progress, Capability.Verb verb, DriverResult result) {
        if (Wanted.returns(step) && !progress.changed() && !proven(verb, result)) {
            return UNREADABLE;
        }
        return silent(result) || proven(verb, result) ? WANTED : UNDER_WAY;
    }

    private static Reading elsewhere(Step step, String status) {
        return switch (status) {
            case "transitional" -> UNDER_WAY;
            case "fault" -> BROKEN;
            default ->
                    Wanted.returns(step) && !status.equals(step.stateBefore()) ? UNDER_WAY : OTHER;
        };
    }

    /** The driver says itself how strong its evidence is, and that is enough for the verb. */
    private static boolean proven(Capability.Verb verb, DriverResult result) {
        return Wanted.reaches(result.evidence().level(), verb.confirm());
    }

    /** The driver says nothing of its own: then the status that it read is the evidence. */
    private static boolean silent(DriverResult result) {
        return result.evidence().level().equals("none");
    }
}
