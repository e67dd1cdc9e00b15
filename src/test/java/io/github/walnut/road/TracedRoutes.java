package io.github.walnut.road;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A copy of an installation whose routes write a line to the log before each of their steps. */
final class TracedRoutes {

    static final String MARK = "reached ";

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    private final Set<String> steps = new TreeSet<>();
    private final Path home;

    /**
     * @param installed the installation that is copied
     */
    TracedRoutes(Path installed, Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("routes"));
        for (String shared : List.of("lib", "kamelets")) {
            Files.createSymbolicLink(home.resolve(shared), installed.resolve(shared));
        }
        try (Stream<Path> files = Files.list(installed.resolve("routes"))) {
            for (Path file : files.sorted().toList()) {
                copy(file);
            }
        }
    }

    Path home() {
        return home;
    }

    /** Every step that can be reached without a failure, by route and place. */
    Set<String> steps() {
        return Set.copyOf(steps);
    }

    private void copy(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path copy = home.resolve("routes").resolve(name);
        if (name.startsWith("api")) {
            Files.copy(file, copy);
            return;
        }
        JsonNode document = yaml.readTree(Files.readString(file));
        for (JsonNode item : document) {
            JsonNode route = item.has("route") ? item.get("route") : item.path("routeTemplate");
            trace(route.path("from"), route.path("id").asText());
            soon(route.path("from"));
        }
        Files.writeString(copy, yaml.writeValueAsString(document));
    }

    /** What waits for minutes after the start does not wait here. */
    private static void soon(JsonNode from) {
        if (from.at("/parameters/delay").isInt()) {
            ((ObjectNode) from.path("parameters")).put("delay", 1000);
        }
    }

    private void trace(JsonNode node, String place) {
        node.properties()
                .forEach(
                        field -> {
                            if (field.getKey().equals("doCatch")) {
                                return; // only a failure leads there
                            }
                            if (field.getKey().equals("steps")) {
                                interleave((ArrayNode) field.getValue(), place);
                            } else {
                                trace(field.getValue(), place + "/" + field.getKey());
                            }
                        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            trace(node.get(i), place + "/" + i);
        }
    }

    private void interleave(ArrayNode list, String place) {
        for (int i = list.size() - 1; i >= 0; i--) {
            String step = place + "/" + i;
            steps.add(step);
            trace(list.get(i), step);
            ObjectNode log = yaml.createObjectNode();
            log.putObject("log").put("logName", "coverage").put("message", MARK + step + ".");
            list.insert(i, log);
        }
    }
}
