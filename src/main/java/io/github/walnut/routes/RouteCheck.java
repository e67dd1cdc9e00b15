package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.document.DocumentLimits;
import io.github.walnut.document.DocumentReader;
import io.github.walnut.document.UnreadableDocument;
import io.github.walnut.guard.ClosedObject;
import io.github.walnut.guard.Place;
import io.github.walnut.guard.StepGuard;
import io.github.walnut.guard.TextGuard;
import io.github.walnut.policy.Findings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads documents of routes that operators wrote, and refuses all that is not known to be safe. */
public final class RouteCheck {

    private static final DocumentReader READER = new DocumentReader(DocumentLimits.ofKib(64, 32));
    private static final int MOST_ROUTES = 20;
    private static final int LONGEST_DESCRIPTION = 256;
    private static final Pattern ID = Pattern.compile("user-[a-z0-9-]{1,48}");

    private final RouteSurroundings surroundings;

    public RouteCheck(RouteSurroundings surroundings) {
        this.surroundings = surroundings;
    }

    CheckedRoutes read(RouteSource source) {
        Findings findings = new Findings();
        Map<String, String> descriptions = new LinkedHashMap<>();
        ArrayNode camel = JsonNodeFactory.instance.arrayNode();
        JsonNode tree = tree(source, findings);
        if (tree != null) {
            TextGuard.ofRoutes(findings::schema).check(tree, Place.ROOT);
            document(tree, findings, descriptions, camel);
        }
        return new CheckedRoutes(descriptions, camel, findings.sorted());
    }

    static JsonNode tree(RouteSource source, Findings findings) {
        try {
            JsonNode root =
                    source.xml() ? READER.xmlRoutes(source.text()) : READER.yaml(source.text());
            if (root == null) {
                findings.schema("", "empty", "The document is empty", null);
            }
            return root;
        } catch (UnreadableDocument e) {
            findings.schema("", e.code(), e.getMessage(), null);
            return null;
        }
    }

    private void document(
            JsonNode tree, Findings findings, Map<String, String> descriptions, ArrayNode camel) {
        Map<String, Map<String, Place>> calls = new LinkedHashMap<>();
        if (tree.isObject()) {
            item(tree, Place.ROOT, findings, descriptions, camel, calls);
        } else if (!tree.isArray() || tree.isEmpty()) {
            findings.schema("", "wrong_type", "A list of routes is expected", null);
        } else if (tree.size() > MOST_ROUTES) {
            findings.schema(
                    "/" + MOST_ROUTES,
                    "too_many_routes",
                    "A document has at most " + MOST_ROUTES + " routes",
                    null);
        } else {
            for (int i = 0; i < tree.size(); i++) {
                item(tree.get(i), Place.ROOT.at(i), findings, descriptions, camel, calls);
            }
        }
        links(calls, findings);
    }

    private void item(
            JsonNode item,
            Place at,
            Findings findings,
            Map<String, String> descriptions,
            ArrayNode camel,
            Map<String, Map<String, Place>> calls) {
        ClosedObject members = ClosedObject.of(item, at, findings::schema);
        JsonNode content = members.get("route");
        members.end();
        if (content == null) {
            findings.schema(at.pointer(), "missing", "route is missing", "- route: {id: user-…}");
            return;
        }
        Place place = at.at("route");
        ClosedObject route = ClosedObject.of(content, place, findings::schema);
        String id = id(route, findings, descriptions);
        String description = route.text("description");
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            findings.schema(
                    route.at("description").pointer(),
                    "too_long",
                    "A description has at most " + LONGEST_DESCRIPTION + " characters",
                    null);
        }
        JsonNode from = route.get("from");
        route.end();
        if (id == null) {
            return;
        }
        descriptions.put(id, description);
        EndpointCheck endpoints = new EndpointCheck(surroundings, findings);
        RouteRules rules = new RouteRules(endpoints);
        StepGuard steps = new StepGuard(rules, findings::schema);
        ObjectNode written = camel.addObject().putObject("route").put("id", id);
        if (from == null) {
            findings.schema(place.pointer(), "missing", "from is missing", null);
        } else {
            from(from, place.at("from"), id, endpoints, steps, findings, written);
        }
        calls.put(id, rules.called());
    }

    private static void from(
            JsonNode content,
            Place at,
            String routeId,
            EndpointCheck endpoints,
            StepGuard steps,
            Findings findings,
            ObjectNode written) {
        ClosedObject from = ClosedObject.of(content, at, findings::schema);
        from.text("id");
        from.text("description");
        ObjectNode begin = written.putObject("from");
        begin.put("uri", endpoints.from(from, at, routeId));
        begin.set("steps", steps.steps(from.get("steps"), from.at("steps")));
        from.end();
    }

    private String id(ClosedObject route, Findings findings, Map<String, String> known) {
        String id = route.required("id");
        if (id == null) {
            return null;
        }
        String pointer = route.at("id").pointer();
        if (!ID.matcher(id).matches()) {
            findings.schema(
                    pointer,
                    "bad_id",
                    "An id is user- and 1 to 48 lower-case letters, digits and -",
                    "user-tell-me");
            return null;
        }
        if (surroundings.core(id) || known.containsKey(id)) {
            findings.schema(pointer, "id_in_use", "The id '" + id + "' is in use", null);
            return null;
        }
        return id;
    }

    /** A call leads to a route of the same document, and none back to where it came from. */
    private static void links(Map<String, Map<String, Place>> calls, Findings findings) {
        calls.forEach(
                (caller, called) ->
                        called.forEach((id, at) -> link(caller, id, at, calls, findings)));
    }

    private static void link(
            String caller,
            String id,
            Place at,
            Map<String, Map<String, Place>> calls,
            Findings findings) {
        if (!calls.containsKey(id)) {
            findings.schema(
                    at.pointer(), "unknown_route", "This document has no route '" + id + "'", null);
        } else if (reaches(id, caller, calls, new HashSet<>())) {
            findings.schema(
                    at.pointer(), "loop", "'" + id + "' leads back to '" + caller + "'", null);
        }
    }

    private static boolean reaches(
            String from, String to, Map<String, Map<String, Place>> calls, Set<String> seen) {
        return from.equals(to)
                || seen.add(from)
                        && calls.getOrDefault(from, Map.of()).keySet().stream()
                                .anyMatch(next -> reaches(next, to, calls, seen));
    }
}
