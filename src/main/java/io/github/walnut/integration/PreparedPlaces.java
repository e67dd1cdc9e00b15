package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Host;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** The prepared HTTP requests of a host, and which values they need. */
public final class PreparedPlaces {

    private static final Documents DOCUMENTS = new Documents();

    private PreparedPlaces() {}

    /** Ids of the requests that can be read. */
    public static Set<String> requests(Host host) {
        Set<String> ids = new TreeSet<>();
        all(host).forEach(request -> ids.add(request.path("id").asText()));
        return ids;
    }

    /** Names of the values that a request needs, that of its state included. */
    public static Optional<Set<String>> names(Host host, String requestId) {
        return request(host, requestId)
                .map(
                        request -> {
                            Set<String> names = new LinkedHashSet<>();
                            collect(request, names);
                            request(host, request.path("state").asText())
                                    .ifPresent(state -> collect(state, names));
                            return names;
                        });
    }

    static Optional<JsonNode> request(Host host, String id) {
        return all(host).filter(one -> one.path("id").asText().equals(id)).findFirst();
    }

    private static Stream<JsonNode> all(Host host) {
        return texts(host, "requests").stream().flatMap(text -> read(text).stream());
    }

    static List<String> texts(Host host, String field) {
        return host.config().get(field) instanceof Collection<?> lines
                ? lines.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(DOCUMENTS.yaml(text)).filter(JsonNode::isObject);
        } catch (PackageException unreadable) {
            return Optional.empty(); // said when it is to be sent, with its place
        }
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node.isTextual()) {
            Matcher places = PreparedRequests.PLACE.matcher(node.textValue());
            while (places.find()) {
                names.add(places.group(1));
            }
        }
        node.forEach(inner -> collect(inner, names));
    }
}
