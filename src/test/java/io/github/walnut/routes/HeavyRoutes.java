package io.github.walnut.routes;

import io.github.walnut.component.walnut.Outgoing;
import io.github.walnut.component.walnut.Signal;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A program that runs the heaviest routes which pass the check, all at once. It ends with 0 when
 * each of them ended by a limit, and the program has lived on.
 */
public final class HeavyRoutes {

    private static final int SIGNALS = 25;
    private static final long PAUSE_MILLIS = 20;
    private static final String LISTS = "[" + "[],".repeat(5_000) + "[]]";
    private static final String OBJECTS = "[" + "{\"a\":{}},".repeat(1_700) + "{}]";
    private static final String DEEP = "[".repeat(380) + "]".repeat(380);
    private static final String FIVE = "${body},${body},${body},${body},${body}";

    private HeavyRoutes() {}

    /** Steps by what they try. */
    private static final List<String> ROUTES =
            List.of(
                    constant(LISTS)
                            + ", {setBody: {simple: '["
                            + FIVE
                            + ","
                            + FIVE
                            + "]'}}"
                            + repeated("{setVariable: {name: v%d, jsonpath: $}}", 90),
                    constant(LISTS) + repeated("{setHeader: {name: h%d, jsonpath: '$[*]'}}", 90),
                    constant(OBJECTS) + repeated("{setVariable: {name: v%d, jsonpath: $}}", 90),
                    constant(LISTS)
                            + repeated(
                                    "{setBody: {simple: '["
                                            + FIVE
                                            + "]'}}, {setBody: {jsonpath: $}}",
                                    40),
                    constant(LISTS)
                            + repeated(
                                    "{setBody: {simple: '["
                                            + FIVE
                                            + ","
                                            + FIVE
                                            + "]'}},"
                                            + " {setVariable: {name: v%d, jsonpath: $}}",
                                    40),
                    constant(LISTS)
                            + repeated("{unmarshal: {json: {}}}, {marshal: {json: {}}}", 40)
                            + ", {setBody: {simple: '"
                            + FIVE
                            + FIVE
                            + "'}}, {log: never}",
                    constant("\u20ac".repeat(16_000))
                            + repeated("{setBody: {simple: '" + FIVE + FIVE + "'}}", 80),
                    constant(DEEP)
                            + repeated(
                                    "{setVariable: {name: v%d, jsonpath: $}},"
                                            + " {setBody: {simple: '[${variable.v%<d},${variable.v%<d}]'}}",
                                    45),
                    constant(LISTS)
                            + ", {split: {jsonpath: $, steps: ["
                            + "{setBody: {constant: '"
                            + LISTS.replace("[],", "1,")
                            + "'}}, {split: {jsonpath: $, steps: ["
                            + "{setVariable: {name: x, jsonpath: $}}, {setBody: {simple: '"
                            + FIVE
                            + "'}}]}}]}}",
                    constant("\\u0001".repeat(2_000))
                            + repeated(
                                    "{setBody: {simple: '" + FIVE + "'}}, {marshal: {json: {}}}",
                                    40));

    private static String constant(String text) {
        return "{setBody: {constant: '" + text + "'}}";
    }

    private static String repeated(String steps, int times) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < times; i++) {
            all.append(", ").append(steps.formatted(i));
        }
        return all.toString();
    }

    public static void main(String[] args) throws Exception {
        try (UserContext context = new UserContext(Outgoing.nowhere(), Clock.systemUTC())) {
            for (int i = 0; i < ROUTES.size(); i++) {
                add(context, i);
            }
            for (int i = 0; i < SIGNALS; i++) {
                context.tell(new Signal("event", Map.of("severity", "info"), "{}"));
            }
            for (int i = 0; i < ROUTES.size(); i++) {
                while (counts(context, i).total() < SIGNALS) {
                    Thread.sleep(PAUSE_MILLIS);
                }
                RouteCounts counts = counts(context, i);
                System.out.println("route " + i + " failed " + counts.failed());
            }
        }
        System.exit(0);
    }

    private static void add(UserContext context, int i) throws Exception {
        String yaml =
                "- route: {id: user-heavy-%d, from: {uri: walnut:event, steps: [%s]}}"
                        .formatted(i, ROUTES.get(i));
        CheckedRoutes checked =
                HostileRoutesTest.check().read(new RouteSource(yaml, RouteSource.YAML));
        if (checked.blocked()) {
            throw new IllegalStateException("route " + i + ": " + checked.findings());
        }
        context.add(checked);
    }

    private static RouteCounts counts(UserContext context, int i) {
        return context.routes().find("user-heavy-" + i).orElseThrow().counts();
    }
}
