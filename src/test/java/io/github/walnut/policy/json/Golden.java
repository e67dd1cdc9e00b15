package io.github.walnut.policy.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.policy.PolicyReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The documents under {@code policies}: {@code v1} and {@code v2} hold pairs of one meaning. */
final class Golden {
    static final Path POLICIES = Path.of("src/test/resources/policies");

    private Golden() {}

    /** Of every pair, and so of everything that reads. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(POLICIES.resolve("v1"))) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every document, of whatever format. */
    static List<String> files() {
        try (Stream<Path> files = Files.walk(POLICIES, 2)) {
            return files.map(file -> POLICIES.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.matches("(v1|v2|apart)/.+"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String file) {
        return DocumentTree.of(text(file), mediaType(file));
    }

    static PolicyReading first(String name) {
        return read("v1/" + name + ".json");
    }

    static PolicyReading second(String name) {
        return read("v2/" + name + ".yaml");
    }

    static PolicyReading read(String file) {
        return new PolicyDocuments().read(text(file), mediaType(file));
    }

    static String mediaType(String file) {
        return file.endsWith(".yaml") ? DocumentTree.YAML : DocumentTree.JSON;
    }

    static String text(String file) {
        try {
            return Files.readString(POLICIES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
