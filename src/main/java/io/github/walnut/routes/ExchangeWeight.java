package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;

/**
 * Weighs what an exchange holds, so that values that were parsed cost what they take in memory and
 * not nothing. A character or byte weighs one; each value, object, list and member adds to it.
 */
final class ExchangeWeight {

    /** Of a number, a date, and of the place of each member or item. */
    static final int VALUE = 16;

    /** Of an object or list, before anything is in it. */
    static final int CONTAINER = 64;

    /** Of what this class does not know: it is too heavy in any case. */
    static final long UNKNOWN = Long.MAX_VALUE / 4;

    private final long most;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private long weight;

    private ExchangeWeight(long most) {
        this.most = most;
    }

    /**
     * The weight of a value with all that is in it. Counting ends when it is more than the most
     * that is allowed, so that the work is bounded whatever the value is.
     */
    static long of(Object value, long most) {
        return new ExchangeWeight(most).all(value);
    }

    private long all(Object value) {
        add(value);
        while (!waiting.isEmpty() && weight <= most) {
            inside(waiting.pop());
        }
        return weight;
    }

    private void add(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Character) {
            return;
        }
        if (value instanceof CharSequence text) {
            weight += text.length();
        } else if (value instanceof byte[] bytes) {
            weight += bytes.length;
        } else if (value instanceof JsonNode node && node.isValueNode()) {
            weight +=
                    node.isTextual()
                            ? node.textValue().length()
                            : VALUE + digits(node.numberValue());
        } else if (container(value)) {
            weight += CONTAINER;
            waiting.push(value);
        } else {
            weight += small(value) ? VALUE + digits(value) : UNKNOWN;
        }
    }

    private static boolean container(Object value) {
        return value instanceof Map || value instanceof Iterable<?> || value instanceof Object[];
    }

    private static boolean small(Object value) {
        return value instanceof Number
                || value instanceof Enum<?>
                || value instanceof Date
                || value instanceof UUID
                || value instanceof TemporalAccessor;
    }

    /** Bytes of numbers that have as many digits as they like. */
    private static long digits(Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal.unscaledValue().bitLength() / Byte.SIZE;
        }
        return number instanceof BigInteger integer ? integer.bitLength() / Byte.SIZE : 0;
    }

    private void inside(Object container) {
        if (container instanceof Map<?, ?> map) {
            map.forEach((key, value) -> member(String.valueOf(key), value));
        } else if (container instanceof JsonNode node && node.isObject()) {
            node.properties().forEach(each -> member(each.getKey(), each.getValue()));
        } else if (container instanceof Object[] items) {
            for (Object item : items) {
                member("", item);
            }
        } else {
            for (Object item : (Iterable<?>) container) {
                if (weight > most) {
                    return;
                }
                member("", item);
            }
        }
    }

    private void member(String name, Object value) {
        weight += VALUE + name.length();
        if (weight <= most) {
            add(value);
        }
    }
}
