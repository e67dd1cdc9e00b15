package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.guard.Place;
import io.github.walnut.guard.StepRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What one route of an operator may use. */
final class RouteRules implements StepRules {

    private static final Set<String> STEPS =
            Set.of(
                    "choice",
                    "delay",
                    "filter",
                    "log",
                    "marshal",
                    "removeHeader",
                    "removeHeaders",
                    "setBody",
                    "setHeader",
                    "setVariable",
                    "split",
                    "stop",
                    "throttle",
                    "to",
                    "transform",
                    "unmarshal");
    private static final Set<String> LANGUAGES = Set.of("constant", "simple", "jsonpath");
    private static final int MOST_STEPS = 100;
    private static final int DEEPEST = 10;

    private final EndpointCheck endpoints;
    private final Map<String, Place> called = new LinkedHashMap<>();

    RouteRules(EndpointCheck endpoints) {
        this.endpoints = endpoints;
    }

    /** Ids of routes that {@code direct:} steps call, with the first place of each. */
    Map<String, Place> called() {
        return called;
    }

    @Override
    public Set<String> steps() {
        return STEPS;
    }

    @Override
    public Set<String> languages() {
        return LANGUAGES;
    }

    @Override
    public int mostSteps() {
        return MOST_STEPS;
    }

    @Override
    public int deepest() {
        return DEEPEST;
    }

    @Override
    public boolean quietLogs() {
        return false;
    }

    @Override
    public ObjectNode to(JsonNode content, Place at) {
        return JsonNodeFactory.instance.objectNode().put("uri", endpoints.to(content, at, called));
    }
}
