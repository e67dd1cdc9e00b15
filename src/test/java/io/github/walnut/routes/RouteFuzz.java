package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a fuzzer feeds: the same bytes as a document in both syntaxes. Whatever they are, the answer
 * is findings, or routes in which nothing but the known words stand.
 */
public final class RouteFuzz {

    private static final RouteCheck CHECK = HostileRoutesTest.check();
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)*", Pattern.DOTALL);
    private static final Set<String> MEMBERS =
            Set.of(
                    "route",
                    "id",
                    "from",
                    "uri",
                    "steps",
                    "log",
                    "message",
                    "loggingLevel",
                    "setBody",
                    "transform",
                    "setHeader",
                    "setVariable",
                    "name",
                    "expression",
                    "constant",
                    "simple",
                    "jsonpath",
                    "suppressExceptions",
                    "allowSimple",
                    "allowEasyPredicate",
                    "removeHeader",
                    "removeHeaders",
                    "pattern",
                    "excludePattern",
                    "filter",
                    "split",
                    "stopOnException",
                    "choice",
                    "when",
                    "otherwise",
                    "delay",
                    "asyncDelayed",
                    "throttle",
                    "timePeriodMillis",
                    "marshal",
                    "unmarshal",
                    "json",
                    "library",
                    "to",
                    "stop");
    private static final Pattern URI =
            Pattern.compile(
                    "(walnut:(event|sample|dispatch|notify)|(timer|log):[A-Za-z0-9_-]+|direct:user-[a-z0-9-]+"
                            + "|connection:(hook|asleep|broker))"
                            + "(\\?[A-Za-z]+=[A-Za-z0-9_.,:@{}/-]*(&[A-Za-z]+=[A-Za-z0-9_.,:@{}/-]*)*)?");
    private static final Pattern CODE =
            Pattern.compile(
                    "\\{\\{|resource:|bean:|\\$simple\\{|\\$init\\{|RAW\\(|[\\x00-\\x08\\x1b\\x7f]");

    private RouteFuzz() {}

    /** Loads what is needed, so that the first input is not taken for a slow one. */
    public static void fuzzerInitialize() {
        try {
            HostileRoutesTest.cases().forEach(hostile -> CHECK.read(hostile.source()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name and the shape that the fuzzer looks for. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        check(new RouteSource(text, RouteSource.YAML));
        check(new RouteSource(text, RouteSource.XML));
    }

    static void check(RouteSource source) {
        CheckedRoutes read = CHECK.read(source);
        for (Finding finding : read.findings()) {
            if (!POINTER.matcher(finding.pointer()).matches()) {
                throw new IllegalStateException("no pointer: " + finding);
            }
        }
        if (!read.blocked()) {
            inspect(read.camel(), "");
        }
    }

    private static void inspect(JsonNode node, String name) {
        if (node.isTextual()) {
            String text = node.textValue();
            if (CODE.matcher(text).find()
                    || name.equals("uri") && !URI.matcher(text).matches()
                    || name.equals("id") && !text.matches("user-[a-z0-9-]{1,48}")) {
                throw new IllegalStateException("let through at " + name + ": " + text);
            }
        }
        node.properties()
                .forEach(
                        member -> {
                            if (!MEMBERS.contains(member.getKey())) {
                                throw new IllegalStateException("let through: " + member.getKey());
                            }
                            inspect(member.getValue(), member.getKey());
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            inspect(node.get(i), name);
        }
    }
}
