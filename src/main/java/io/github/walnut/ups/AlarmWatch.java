package io.github.walnut.ups;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Duration;
import java.util.Optional;

/** ALARM and its text: another text is another alarm. */
final class AlarmWatch {

    private static final String TEXT_KEY = "ALARM.text";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    void look(Step step) {
        String text = step.latest().variables().get("ups.alarm");
        boolean wasHeld = step.has(UpsState.ALARM);
        boolean entered = FlagWatch.follow(step, FlagRule.ALARM);
        if (entered) {
            step.memory.alarm = text;
            forgetCandidate(step);
            lastDraft(step).with("alarm", text);
        } else if (!step.has(UpsState.ALARM)) {
            if (wasHeld) {
                lastDraft(step).with("alarm", step.memory.alarm);
            }
            step.memory.alarm = null;
            forgetCandidate(step);
        } else if (step.reports(UpsState.ALARM)) {
            followText(step, text);
        }
    }

    private static void followText(Step step, String text) {
        if (text == null || text.equals(step.memory.alarm)) {
            forgetCandidate(step);
            return;
        }
        if (!text.equals(step.memory.alarmCandidate)) {
            forgetCandidate(step);
            step.memory.alarmCandidate = text;
        }
        Optional<java.time.Instant> since = step.settled(TEXT_KEY, true, false, PATIENCE);
        if (since.isEmpty()) {
            return;
        }
        Holding old = step.states.get(UpsState.ALARM);
        Holding renewed =
                new Holding(
                        old.since(),
                        step.nextEpoch(UpsState.ALARM.name()),
                        false,
                        Step.REPORTED,
                        old.initial());
        step.states.put(UpsState.ALARM, renewed);
        step.memory.alarm = text;
        step.memory.alarmCandidate = null;
        step.raise(
                Draft.state(
                                Draft.Rank.FLAG,
                                UpsState.ALARM,
                                EventName.ALARM,
                                Severity.WARN,
                                true,
                                renewed)
                        .since(since.get())
                        .with("initial", false)
                        .with("alarm", text));
    }

    private static void forgetCandidate(Step step) {
        step.memory.pending.remove(TEXT_KEY);
        step.memory.alarmCandidate = null;
    }

    private static Draft lastDraft(Step step) {
        return step.drafts.get(step.drafts.size() - 1);
    }
}
