package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lists in pages. The cursor of a list that is held in memory is the key of the last item shown,
 * bound to the query and good for a day, so that what is added meanwhile shifts nothing.
 */
final class Pages {

    private static final Duration LIFE = Duration.ofHours(24);

    private final Json json;
    private final Clock clock;

    Pages(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param items in order
     * @param key unique, in any order
     */
    <T> Page<T> cut(Call call, List<T> items, Function<T, String> key) {
        int begin = 0;
        if (call.text("cursor") != null) {
            String last = decode(call);
            List<String> keys = items.stream().map(key).toList();
            begin = keys.indexOf(last) + 1;
            if (begin == 0) {
                throw new Problem(
                        ProblemCode.INVALID_CURSOR, "The item that the cursor names is gone");
            }
        }
        List<T> shown =
                new ArrayList<>(items.subList(begin, Math.min(items.size(), begin + call.limit())));
        boolean more = begin + shown.size() < items.size();
        return new Page<>(
                shown,
                more ? encode(call, key.apply(shown.get(shown.size() - 1))) : null,
                call.flag("count") ? items.size() : null);
    }

    /**
     * Everything in a list, each page fetched when what is in it is needed.
     *
     * @param pages the page behind a cursor, or the first one for null
     */
    static <T> Stream<T> all(Function<String, Page<T>> pages) {
        return Stream.iterate(
                        pages.apply(null),
                        Objects::nonNull,
                        page -> page.nextCursor() == null ? null : pages.apply(page.nextCursor()))
                .flatMap(page -> page.items().stream());
    }

    <T> Reply reply(Page<T> page, Function<T, ? extends JsonNode> writer) {
        ObjectNode node = json.object();
        node.set("items", json.array(page.items(), writer));
        node.put("next_cursor", page.nextCursor());
        if (page.total() != null) {
            node.put("total", page.total());
        }
        return Reply.ok(node);
    }

    String encode(Call call, String key) {
        String text = clock.instant().getEpochSecond() + " " + query(call) + " " + key;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The key in the call's cursor. */
    String decode(Call call) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(call.text("cursor"));
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", 3);
            Instant issued = Instant.ofEpochSecond(Long.parseLong(parts[0]));
            if (parts.length == 3
                    && parts[1].equals(query(call))
                    && issued.plus(LIFE).isAfter(clock.instant())) {
                return parts[2];
            }
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw foreign();
        }
        throw foreign();
    }

    private static Problem foreign() {
        return new Problem(
                ProblemCode.INVALID_CURSOR, "The cursor belongs to another list, or is too old");
    }

    /** Stands for operation and filter; the page size may change between pages. */
    private static String query(Call call) {
        Map<String, Object> filter = new TreeMap<>(call.values());
        filter.remove("cursor");
        filter.remove("limit");
        filter.remove("count");
        return Integer.toHexString((call.operation().id() + filter).hashCode());
    }
}
