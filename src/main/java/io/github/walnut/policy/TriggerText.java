package io.github.walnut.policy;

import io.github.walnut.policy.Trigger.InState;
import io.github.walnut.policy.Trigger.Transition;
import io.github.walnut.policy.Trigger.UpsScope;
import io.github.walnut.ups.UpsState;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A trigger as part of an English sentence. */
final class TriggerText {
    private TriggerText() {}

    static String of(Trigger trigger) {
        if (trigger instanceof InState in) {
            String causes =
                    in.causes().isEmpty() ? "" : " (" + String.join(", ", in.causes()) + ")";
            return is(in.ups(), in.holdFor()) + words(in.state()) + causes + during(in.holdFor());
        }
        if (trigger instanceof Trigger.Threshold limit) {
            return "the "
                    + FieldText.name(limit.field())
                    + " of "
                    + subject(limit.ups())
                    + " "
                    + FieldText.compared(limit.field(), limit.op(), limit.value())
                    + during(limit.holdFor());
        }
        if (trigger instanceof Trigger.At timer) {
            return schedule(timer.schedule());
        }
        if (trigger instanceof Trigger.After timer) {
            return after(timer);
        }
        return trigger instanceof Trigger.Webhook webhook
                ? called(webhook)
                : transition((Transition) trigger);
    }

    private static String transition(Transition transition) {
        if (transition.to() == null) {
            return is(transition.ups(), transition.stableFor())
                    + "no longer "
                    + words(transition.from())
                    + during(transition.stableFor());
        }
        String left = transition.from() == null ? "" : "from " + source(transition.from()) + " ";
        String stays = transition.stableFor().isZero() ? "" : " and stays so";
        return subject(transition.ups())
                + (several(transition.ups()) ? " change " : " changes ")
                + left
                + "to "
                + source(transition.to())
                + stays
                + during(transition.stableFor());
    }

    private static String after(Trigger.After timer) {
        String since =
                timer.state() == null
                        ? "the webhook " + timer.webhook() + " was called"
                        : subject(timer.ups()) + " changed to " + source(timer.state());
        return FieldText.duration(timer.after()) + " have passed since " + since;
    }

    private static String called(Trigger.Webhook webhook) {
        String pairs =
                new TreeMap<>(webhook.match())
                        .entrySet().stream()
                                .map(pair -> pair.getKey() + " " + pair.getValue())
                                .collect(Collectors.joining(", "));
        return "the webhook "
                + webhook.name()
                + " is called"
                + (pairs.isEmpty() ? "" : " with " + pairs);
    }

    private static String schedule(Schedule schedule) {
        String days =
                switch (schedule.repeat()) {
                    case DAILY -> "every day";
                    case WEEKLY -> "every " + FieldText.list(weekdays(schedule));
                    case MONTHLY -> "on " + FieldText.list(monthDays(schedule)) + " of every month";
                };
        String zone = schedule.zone() == null ? "" : " (" + schedule.zone().getId() + ")";
        return "it is " + schedule.at() + " " + days + zone;
    }

    private static List<String> weekdays(Schedule schedule) {
        return schedule.weekdays().stream()
                .sorted()
                .map((DayOfWeek day) -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .toList();
    }

    private static List<String> monthDays(Schedule schedule) {
        List<String> days =
                schedule.monthDays().stream()
                        .filter(day -> day != Schedule.LAST_DAY)
                        .sorted()
                        .map(day -> "day " + day)
                        .collect(Collectors.toList());
        if (schedule.monthDays().contains(Schedule.LAST_DAY)) {
            days.add("the last day");
        }
        return days;
    }

    private static String is(UpsScope scope, Duration window) {
        if (window.isZero()) {
            return subject(scope) + (several(scope) ? " are " : " is ");
        }
        return subject(scope) + (several(scope) ? " have been " : " has been ");
    }

    private static boolean several(UpsScope scope) {
        return scope.feeds() || scope.atLeast() > 1;
    }

    private static String subject(UpsScope scope) {
        if (scope.feeds()) {
            return "too many feeds of a host";
        }
        if (scope.atLeast() > 1) {
            String of = scope.names().isEmpty() ? "all UPSs" : FieldText.list(scope.names());
            return "at least " + scope.atLeast() + " of " + of;
        }
        return scope.names().isEmpty() ? "any UPS" : FieldText.choice(scope.names());
    }

    /** A state as the begin or end of a change: {@code from mains to battery}. */
    private static String source(UpsState state) {
        return switch (state) {
            case OL -> "mains";
            case OB -> "battery";
            default -> words(state);
        };
    }

    static String words(UpsState state) {
        return switch (state) {
            case LB, HB -> "at " + state.word().replace('_', ' ');
            case RB -> "in need of a new battery";
            case CAL -> "in a calibration";
            case TEST -> "in a test";
            case BYPASS, ALARM -> "in " + state.word();
            case ECO -> "in economy mode";
            case FSD -> "in forced shutdown";
            case COMM_LOST -> "out of contact";
            default -> state.word().replace('_', ' ');
        };
    }

    private static String during(Duration window) {
        return window.isZero() ? "" : " for " + FieldText.duration(window);
    }
}
