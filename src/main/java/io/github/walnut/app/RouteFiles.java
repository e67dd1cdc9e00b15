package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The route files of the installation, which an operator may edit. */
final class RouteFiles {

    private final Path folder;

    RouteFiles(Configuration configuration) {
        this.folder = configuration.home().resolve("routes");
    }

    /**
     * @throws IllegalStateException when the folder holds no routes: nothing would be polled
     */
    void load(CamelContext camel) throws Exception {
        List<Resource> resources = new ArrayList<>();
        for (Path file : files()) {
            resources.add(ResourceHelper.resolveMandatoryResource(camel, "file:" + file));
        }
        if (resources.isEmpty()) {
            throw new IllegalStateException(
                    folder + " holds no *.camel.yaml: expected the routes of the installation");
        }
        PluginHelper.getRoutesLoader(camel).loadRoutes(resources);
    }

    /** What stands in the files. */
    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : files()) {
            texts.add(Files.readString(file));
        }
        return texts;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
        }
    }
}
