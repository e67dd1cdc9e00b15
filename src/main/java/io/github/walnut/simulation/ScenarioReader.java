package io.github.walnut.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.walnut.simulation.Scenario.Battery;
import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.simulation.Scenario.Step;
import io.github.walnut.simulation.Scenario.Unit;
import io.github.walnut.simulation.Scenario.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads scenario files. Everything that is not understood is refused with its place in the file.
 */
public final class ScenarioReader {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    /**
     * @throws ScenarioException when the text is no scenario
     */
    public Scenario read(String yaml) {
        JsonNode root;
        try {
            root = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new ScenarioException("scenario: not YAML: " + e.getOriginalMessage(), e);
        }
        Fields top = new Fields("", root);
        top.only("ups", "users", "steps", "repeat_after");
        List<Unit> units = new ArrayList<>();
        for (Fields unit : top.list("ups")) {
            units.addAll(unit(unit));
        }
        if (units.isEmpty()) {
            throw new ScenarioException("/ups: expected at least one UPS");
        }
        List<User> users = top.list("users").stream().map(this::user).toList();
        List<Step> steps =
                top.list("steps").stream()
                        .map(step -> step(step, units))
                        .sorted(Comparator.comparing(Step::at))
                        .toList();
        return new Scenario(units, users, steps, top.duration("repeat_after", null));
    }

    private List<Unit> unit(Fields fields) {
        fields.only("name", "count", "description", "variables", "writable", "commands", "battery");
        String name = fields.text("name", null);
        if (name == null || !NAME.matcher(name).matches()) {
            throw fields.wrong("name", "a UPS name of letters, digits, '_', '.', '-'");
        }
        Map<String, String> variables = fields.map("variables");
        if (!variables.containsKey("ups.status")) {
            throw fields.wrong(
                    "variables/ups.status", "the status that it starts with, for example OL");
        }
        int count = fields.integer("count", 1, 1, 1000);
        List<Unit> units = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            units.add(
                    new Unit(
                            count == 1 ? name : name + i,
                            fields.text("description", "Simulated UPS"),
                            variables,
                            fields.texts("writable"),
                            fields.texts("commands"),
                            battery(fields.child("battery"))));
        }
        return units;
    }

    private Battery battery(Fields fields) {
        if (fields == null) {
            return null;
        }
        fields.only("runtime", "recharge");
        return new Battery(
                fields.duration("runtime", Duration.ofMinutes(20)),
                fields.duration("recharge", Duration.ofHours(2)));
    }

    private User user(Fields fields) {
        fields.only("name", "password", "admin", "upsmon");
        String upsmon = fields.text("upsmon", null);
        if (upsmon != null && !Set.of("primary", "secondary").contains(upsmon)) {
            throw fields.wrong("upsmon", "primary or secondary");
        }
        return new User(
                fields.text("name", ""), fields.text("password", ""), fields.flag("admin"), upsmon);
    }

    private Step step(Fields fields, List<Unit> units) {
        fields.only("at", "ups", "set", "fault", "for");
        String ups = fields.text("ups", "*");
        if (!ups.equals("*") && units.stream().noneMatch(unit -> unit.name().equals(ups))) {
            throw fields.wrong("ups", "the name of a UPS of this file, or *");
        }
        Fault fault = null;
        String word = fields.text("fault", null);
        if (word != null) {
            try {
                fault = Fault.valueOf(word.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw fields.wrong(
                        "fault", "none, stale, driver_gone, silence, cut, garbage or slow");
            }
        }
        return new Step(
                fields.duration("at", Duration.ZERO),
                ups,
                fields.map("set"),
                fault,
                fields.duration("for", null));
    }

    /** One object of the file, with its place. */
    private record Fields(String pointer, JsonNode node) {

        Fields {
            if (!node.isObject()) {
                throw new ScenarioException(
                        (pointer.isEmpty() ? "scenario" : pointer) + ": expected an object");
            }
        }

        ScenarioException wrong(String field, String expected) {
            return new ScenarioException(pointer + "/" + field + ": expected " + expected);
        }

        void only(String... known) {
            node.fieldNames()
                    .forEachRemaining(
                            name -> {
                                if (!Set.of(known).contains(name)) {
                                    throw new ScenarioException(
                                            pointer
                                                    + "/"
                                                    + name
                                                    + ": unknown, expected one of "
                                                    + String.join(", ", known));
                                }
                            });
        }

        String text(String field, String otherwise) {
            JsonNode value = node.path(field);
            if (value.isMissingNode() || value.isNull()) {
                return otherwise;
            }
            if (!value.isValueNode()) {
                throw wrong(field, "a text");
            }
            return value.asText();
        }

        int integer(String field, int otherwise, int min, int max) {
            JsonNode value = node.path(field);
            if (value.isMissingNode()) {
                return otherwise;
            }
            if (!value.isInt() || value.asInt() < min || value.asInt() > max) {
                throw wrong(field, "a number from " + min + " to " + max);
            }
            return value.asInt();
        }

        boolean flag(String field) {
            JsonNode value = node.path(field);
            if (!value.isMissingNode() && !value.isBoolean()) {
                throw wrong(field, "true or false");
            }
            return value.asBoolean(false);
        }

        Duration duration(String field, Duration otherwise) {
            String text = text(field, null);
            if (text == null) {
                return otherwise;
            }
            Matcher matcher = DURATION.matcher(text);
            if (text.isEmpty() || !matcher.matches()) {
                throw wrong(field, "a duration such as 1m30s, got '" + text + "'");
            }
            return Duration.ofHours(number(matcher.group(1)))
                    .plusMinutes(number(matcher.group(2)))
                    .plusSeconds(number(matcher.group(3)))
                    .plusMillis(number(matcher.group(4)));
        }

        private static long number(String digits) {
            return digits == null ? 0 : Long.parseLong(digits);
        }

        Map<String, String> map(String field) {
            Fields child = child(field);
            Map<String, String> map = new LinkedHashMap<>();
            if (child != null) {
                child.node
                        .fieldNames()
                        .forEachRemaining(name -> map.put(name, child.text(name, "")));
            }
            return map;
        }

        List<String> texts(String field) {
            JsonNode value = node.path(field);
            if (!value.isMissingNode() && !value.isArray()) {
                throw wrong(field, "a list");
            }
            List<String> texts = new ArrayList<>();
            value.forEach(item -> texts.add(item.asText()));
            return texts;
        }

        Fields child(String field) {
            JsonNode value = node.path(field);
            return value.isMissingNode() || value.isNull()
                    ? null
                    : new Fields(pointer + "/" + field, value);
        }

        List<Fields> list(String field) {
            JsonNode value = node.path(field);
            if (!value.isMissingNode() && !value.isArray()) {
                throw wrong(field, "a list");
            }
            List<Fields> items = new ArrayList<>();
            for (int i = 0; i < value.size(); i++) {
                items.add(new Fields(pointer + "/" + field + "/" + i, value.get(i)));
            }
            return items;
        }
    }
}
