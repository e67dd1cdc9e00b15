package io.github.walnut.api;

import io.github.walnut.inventory.Target;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Which hosts and targets a caller asks for. */
final class TargetFilter {

    private TargetFilter() {}

    /** By state, type, label and words of name and id. */
    static boolean host(Call call, Integrations.Connected connected) {
        return same(call.text("state"), connected.host().state().word())
                && same(call.text("type_id"), connected.host().typeId())
                && labelled(call.text("label"), connected.host().labels())
                && holds(call.text("q"), Stream.of(connected.host().name(), connected.host().id()));
    }

    /** By status, label, activity, and words of name, external id, labels and text attributes. */
    static boolean target(Call call, Target target) {
        return same(call.text("status"), target.status())
                && labelled(call.text("label"), target.labels())
                && (!call.flag("active_only") || target.active())
                && holds(
                        call.text("q"),
                        Stream.of(
                                        Stream.of(target.name(), target.externalId()),
                                        target.labels().values().stream(),
                                        target.attrs().values().stream()
                                                .filter(String.class::isInstance)
                                                .map(String.class::cast))
                                .flatMap(texts -> texts));
    }

    private static boolean same(String asked, String actual) {
        return asked == null || asked.equals(actual);
    }

    private static boolean labelled(String asked, Map<String, String> labels) {
        if (asked == null) {
            return true;
        }
        int colon = asked.indexOf(':');
        return asked.substring(colon + 1).equals(labels.get(asked.substring(0, colon)));
    }

    private static boolean holds(String words, Stream<String> texts) {
        if (words == null) {
            return true;
        }
        String lower = words.toLowerCase(Locale.ROOT);
        return texts.anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(lower));
    }
}
