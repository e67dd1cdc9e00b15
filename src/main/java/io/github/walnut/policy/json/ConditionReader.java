package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.ConditionFields;
import io.github.walnut.policy.NumberText;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one condition; both formats write conditions alike. */
final class ConditionReader {
    private static final List<String> SCOPES = List.of("ups", "metric", "host", "vm", "outage");

    /** Empty when a finding tells why. */
    Optional<Condition> read(Fields fields) {
        String scope = fields.requiredText("scope");
        String word = fields.requiredText("field");
        String field = word == null ? null : ConditionFields.canonical(word);
        Condition.Op op = op(fields);
        String ups = fields.text("ups");
        String host = fields.text("host");
        Duration maxAge = fields.duration("max_age", null);
        boolean match =
                "match".equals(fields.word("if_unknown", "no_match", List.of("match", "no_match")));
        fields.known("value");
        boolean every = every(fields, scope, field);
        fields.warnOfTheRest();
        fields.require("value");
        if (!known(fields, scope) || field == null || op == null || !fields.has("value")) {
            return Optional.empty();
        }
        Condition.Scope of = Condition.Scope.valueOf(scope.toUpperCase(Locale.ROOT));
        Object wanted = wanted(fields, of, field, op);
        return wanted == null
                ? Optional.empty()
                : Optional.of(
                        new Condition(
                                of,
                                field,
                                op,
                                wanted,
                                ups,
                                host,
                                maxAge,
                                match,
                                every,
                                fields.pointer()));
    }

    /** Only where several targets can differ is it of interest whether all are meant. */
    private static boolean every(Fields fields, String scope, String field) {
        return "vm".equals(scope)
                && "state".equals(field)
                && "all".equals(fields.word("quantifier", "any", List.of("any", "all")));
    }

    private static boolean known(Fields fields, String scope) {
        if (scope == null || SCOPES.contains(scope)) {
            return scope != null;
        }
        fields.schema(
                "scope",
                "unknown_scope",
                "Unknown scope '" + scope + "'",
                "One of: " + String.join(", ", SCOPES));
        return false;
    }

    static Condition.Op op(Fields fields) {
        String sign = fields.requiredText("op");
        if (sign == null) {
            return null;
        }
        String one = sign.equals("==") ? "=" : sign;
        Optional<Condition.Op> op =
                Arrays.stream(Condition.Op.values()).filter(o -> o.sign().equals(one)).findFirst();
        if (op.isEmpty()) {
            fields.schema(
                    "op", "unknown_op", "Unknown op '" + sign + "'", "One of: > >= < <= = != in");
        }
        return op.orElse(null);
    }

    /** The value in the type that the field compares with, or null when a finding tells why. */
    private static Object wanted(
            Fields fields, Condition.Scope scope, String field, Condition.Op op) {
        Optional<ConditionFields.Kind> kind = ConditionFields.kind(scope, field);
        if (kind.isEmpty()) {
            fields.schema(
                    "field",
                    "unknown_condition_field",
                    "Unknown field '" + field + "' of scope " + fields.text("scope"),
                    null);
            return null;
        }
        return switch (kind.get()) {
            case NUMBER -> number(fields, op);
            case STATUS -> words(fields, op, ConditionReader::state, "a UPS state");
            case TEXT -> text(fields, op, ConditionFields.words(scope, field));
            case YES_NO -> yesNo(fields, op);
            case VARIABLE -> variable(fields, op);
        };
    }

    static Object number(Fields fields, Condition.Op op) {
        JsonNode value = fields.get("value");
        if (op == Condition.Op.IN) {
            return cannotCompare(fields, "op", "'in' does not compare numbers");
        }
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros();
        }
        Optional<BigDecimal> read =
                value.isTextual() ? NumberText.parse(value.textValue()) : Optional.empty();
        return read.isPresent()
                ? read.get()
                : cannotCompare(fields, "value", "value must be a number, not " + value);
    }

    private static Object variable(Fields fields, Condition.Op op) {
        JsonNode value = fields.get("value");
        if (value.isNumber()) {
            return number(fields, op);
        }
        return words(fields, op, Optional::of, "text");
    }

    private static Object words(
            Fields fields,
            Condition.Op op,
            java.util.function.Function<String, Optional<String>> canonical,
            String expected) {
        JsonNode value = fields.get("value");
        boolean list = op == Condition.Op.IN;
        if (!list && op != Condition.Op.EQ && op != Condition.Op.NE) {
            return cannotCompare(fields, "op", "op must be =, != or in, not " + op.sign());
        }
        if (value.isArray() != list || (!list && !value.isTextual())) {
            return cannotCompare(
                    fields, "value", "value must be " + (list ? "a list of texts" : expected));
        }
        List<String> words = new ArrayList<>();
        for (String text : fields.texts("value", true)) {
            Optional<String> word = canonical.apply(text);
            if (word.isEmpty()) {
                return cannotCompare(fields, "value", "'" + text + "' is not " + expected);
            }
            words.add(word.get());
        }
        return list ? List.copyOf(words) : words.get(0);
    }

    private static Optional<String> state(String text) {
        return UpsState.of(text.trim()).map(UpsState::name);
    }

    /**
     * @param offered empty means any text
     */
    private static Object text(Fields fields, Condition.Op op, List<String> offered) {
        return offered.isEmpty()
                ? words(fields, op, Optional::of, "text")
                : words(
                        fields,
                        op,
                        text -> Optional.of(lower(text)).filter(offered::contains),
                        "one of " + String.join(", ", offered));
    }

    private static String lower(String text) {
        return text.trim().toLowerCase(Locale.ROOT);
    }

    private static Object yesNo(Fields fields, Condition.Op op) {
        JsonNode value = fields.get("value");
        if (op != Condition.Op.EQ && op != Condition.Op.NE) {
            return cannotCompare(fields, "op", "op must be = or !=, not " + op.sign());
        }
        return value.isBoolean()
                ? value.booleanValue()
                : cannotCompare(fields, "value", "value must be true or false, not " + value);
    }

    private static Object cannotCompare(Fields fields, String key, String message) {
        fields.schema(key, "cannot_compare", message, null);
        return null;
    }
}
