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
            return is(in.ups()) + words(in.state()) + causes + held(in.holdFor());
        }
        if (trigger instanceof Trigger.Threshold limit) {
            String compared =
                    limit.field() + " " + limit.op().sign() + " " + limit.value().toPlainString();
            return compared + " on " + subject(limit.ups()) + held(limit.holdFor());
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
            return is(transition.ups())
                    + "no longer "
                    + words(transition.from())
                    + held(transition.stableFor());
        }
        String left = transition.from() == null ? "" : " from being " + words(transition.from());
        String stays = transition.stableFor().isZero() ? "" : " and stays so";
        return subject(transition.ups())
                + (several(transition.ups()) ? " turn" : " turns")
                + left
                + " to being "
                + words(transition.to())
                + stays
                + held(transition.stableFor());
    }

    private static String after(Trigger.After timer) {
        String since =
                timer.state() == null
                        ? "webhook " + timer.webhook() + " was called"
                        : subject(timer.ups()) + " turned to being " + words(timer.state());
        return DurationText.format(timer.after()) + " have passed since " + since;
    }

    private static String called(Trigger.Webhook webhook) {
        String pairs =
                new TreeMap<>(webhook.match())
                        .entrySet().stream()
                                .map(pair -> pair.getKey() + "=" + pair.getValue())
                                .collect(Collectors.joining(", "));
        return "webhook "
                + webhook.name()
                + " is called"
                + (pairs.isEmpty() ? "" : " with " + pairs);
    }

    private static String schedule(Schedule schedule) {
        String days =
                switch (schedule.repeat()) {
                    case DAILY -> "every day";
                    case WEEKLY -> "every " + join(weekdays(schedule));
                    case MONTHLY -> "on " + join(monthDays(schedule)) + " of every month";
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

    private static String join(List<String> words) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    private static String is(UpsScope scope) {
        return subject(scope) + (several(scope) ? " are " : " is ");
    }

    private static boolean several(UpsScope scope) {
        return scope.feeds() || scope.atLeast() > 1;
    }

    private static String subject(UpsScope scope) {
        if (scope.feeds()) {
            return "too many feeds of a host";
        }
        if (scope.atLeast() > 1) {
            String of = scope.names().isEmpty() ? "all UPSs" : String.join(", ", scope.names());
            return "at least " + scope.atLeast() + " of " + of;
        }
        return scope.names().isEmpty() ? "any UPS" : String.join(" or ", scope.names());
    }

    private static String words(UpsState state) {
        return switch (state) {
            case LB, HB -> "at " + state.word().replace('_', ' ');
            case FSD -> "in forced shutdown";
            case COMM_LOST -> "out of contact";
            default -> state.word().replace('_', ' ');
        };
    }

    private static String held(Duration window) {
        return window.isZero() ? "" : " for " + DurationText.format(window);
    }
}
