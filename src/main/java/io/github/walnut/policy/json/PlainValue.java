package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON values as plain Java: equal numbers become equal objects however they were written. */
final class PlainValue {
    private PlainValue() {}

    static Map<String, Object> map(JsonNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getValue().isNull()) {
                map.put(member.getKey(), of(member.getValue()));
            }
        }
        return map;
    }

    static Object of(JsonNode value) {
        if (value.isObject()) {
            return map(value);
        }
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(item -> list.add(of(item)));
            return list;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNumber() ? number(value.decimalValue()) : value.asText();
    }

    /** An Integer or Long where the value is whole and fits, else the shortest decimal. */
    static Number number(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        if (shortest.scale() > 0) {
            return shortest;
        }
        BigInteger whole = shortest.toBigInteger();
        if (whole.bitLength() < 32) {
            return whole.intValue();
        }
        return whole.bitLength() < 64 ? whole.longValue() : whole;
    }
}
