package io.github.walnut.config;

import io.github.walnut.config.Shape.Flag;
import io.github.walnut.config.Shape.Number;
import io.github.walnut.config.Shape.Span;
import io.github.walnut.config.Shape.Text;
import io.github.walnut.config.Shape.Texts;
import io.github.walnut.config.Shape.Wording;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the delivery rules of channels and the templates of messages look like. */
final class ChannelShape {

    private static final Text SEVERITY = Text.oneOf("info", "warn", "error");
    private static final Text NAME =
            Text.matching(
                    "[a-z][a-z0-9_.]{0,63}[*]?|[*]", "the name of an event, * at the end for any");
    private static final Text TIME =
            Text.matching("([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day as HH:MM");
    private static final Text HOST =
            Text.matching("[a-z0-9][a-z0-9._-]{0,63}", "the id of a host of type notify");

    private static final Fields TEMPLATE =
            new Fields(fields("title", new Wording(1_000), "text", new Wording(16_384)), List.of());

    private static final Fields QUIET =
            new Fields(
                    fields(
                            "from",
                            TIME,
                            "to",
                            TIME,
                            "days",
                            new Texts(
                                    7, Text.oneOf("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
                            "except_severity",
                            SEVERITY),
                    List.of("from", "to"));

    static final Listed CHANNELS =
            new Listed(
                    100,
                    "id",
                    new Fields(
                            fields(
                                    "id",
                                    HOST,
                                    "kind",
                                    Text.matching("[a-z]{1,32}", "the kind of the host"),
                                    "enabled",
                                    new Flag(),
                                    "min_severity",
                                    SEVERITY,
                                    "names",
                                    new Texts(64, NAME),
                                    "ups",
                                    new Texts(100, Text.any(200)),
                                    "policies",
                                    new Texts(
                                            100,
                                            Text.matching(
                                                    "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                                                    "the id of a policy")),
                                    "quiet",
                                    QUIET,
                                    "template",
                                    TEMPLATE,
                                    "min_interval",
                                    new Span(Duration.ZERO, Duration.ofDays(1)),
                                    "rate_per_min",
                                    new Number(1, 60),
                                    "max_per_hour",
                                    new Number(1, 600)),
                            List.of("id")));

    static final Keyed TEMPLATES = new Keyed(64, NAME, TEMPLATE);

    private ChannelShape() {}

    private static Map<String, Shape> fields(Object... namesAndShapes) {
        Map<String, Shape> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            fields.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
        }
        return fields;
    }
}
