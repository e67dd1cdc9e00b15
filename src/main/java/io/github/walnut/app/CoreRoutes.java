package io.github.walnut.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.walnut.api.RouteDesk;
import io.github.walnut.routes.ContextRoutes;
import io.github.walnut.routes.RouteNode;
import io.github.walnut.routes.RouteView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.util.URISupport;

/** The routes of the installation, with the text of their files. */
public final class CoreRoutes implements RouteDesk {

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passphrase|secret|token|credential|privatekey).*");
    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .build();

    private final ContextRoutes routes;
    private final TreeMap<String, JsonNode> sources = new TreeMap<>();

    /**
     * @param files texts of the route files
     */
    public CoreRoutes(ContextRoutes routes, List<String> files) {
        this.routes = routes;
        files.forEach(this::read);
    }

    private void read(String file) {
        try {
            for (JsonNode item : YAML.readTree(file)) {
                for (String kind : List.of("route", "routeTemplate")) {
                    if (item.path(kind).hasNonNull("id")) {
                        sources.put(item.path(kind).path("id").asText(), item);
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a route file is not YAML: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public List<RouteView> all() {
        return routes.all();
    }

    @Override
    public Optional<RouteView> find(String id) {
        return routes.find(id);
    }

    @Override
    public List<RouteNode> nodes(String id) {
        return routes.nodes(id);
    }

    /** That of a route made from a template is the template. */
    @Override
    public Optional<String> source(String id) {
        JsonNode own = sources.get(id);
        if (own == null) {
            Map.Entry<String, JsonNode> before = sources.lowerEntry(id);
            own = before != null && id.startsWith(before.getKey() + "-") ? before.getValue() : null;
        }
        return Optional.ofNullable(own).map(CoreRoutes::text);
    }

    @Override
    public boolean startable(String id) {
        return routes.startsByItself(id);
    }

    @Override
    public void start(String id) {
        routes.start(id);
    }

    @Override
    public void stop(String id) {
        routes.stop(id);
    }

    private static String text(JsonNode source) {
        try {
            return YAML.writeValueAsString(masked(source.deepCopy()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a route cannot be written", e);
        }
    }

    private static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(
                            field ->
                                    field.setValue(
                                            secret(field)
                                                    ? TextNode.valueOf("xxxxxx")
                                                    : masked(field.getValue())));
        } else if (node.isTextual()) {
            return TextNode.valueOf(URISupport.sanitizeUri(node.textValue()));
        } else if (node instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i)));
            }
        }
        return node;
    }

    private static boolean secret(Map.Entry<String, JsonNode> field) {
        return field.getValue().isValueNode() && SECRET.matcher(field.getKey()).matches();
    }
}
