package io.github.walnut.policy.json;

import io.github.walnut.policy.Recovery;
import io.github.walnut.policy.Recovery.OnSecondOutage;
import io.github.walnut.policy.Recovery.Order;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Reads how the targets of a policy are started again. */
final class RecoveryReader {
    private static final int MOST_RETRIES = 100;

    /** Null when the document has no such block. */
    Recovery read(Fields fields) {
        if (fields == null) {
            return null;
        }
        Recovery recovery =
                new Recovery(
                        fields.bool("enabled", true),
                        fields.duration("mains_stable", null),
                        fields.integer("min_charge_pct", null, 0, 100),
                        fields.word("if_charge_unknown", "wait", List.of("wait", "go"))
                                .equals("go"),
                        Order.valueOf(upper(fields, "order", List.of("reverse", "listed"))),
                        fields.duration("stagger", Duration.ofSeconds(5)),
                        fields.duration(
                                "timeout",
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(1),
                                Duration.ofHours(2)),
                        fields.integer("retries", 2, 0, MOST_RETRIES),
                        fields.duration("max_wait", Duration.ofHours(12)),
                        OnSecondOutage.valueOf(
                                upper(fields, "on_second_outage", List.of("stop", "finish"))));
        fields.warnOfTheRest();
        return recovery;
    }

    /** The first word is the default. */
    private static String upper(Fields fields, String key, List<String> words) {
        return fields.word(key, words.get(0), words).toUpperCase(Locale.ROOT);
    }
}
