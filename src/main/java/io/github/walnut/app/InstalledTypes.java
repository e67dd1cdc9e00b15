package io.github.walnut.app;

import io.github.walnut.api.TypePackages;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.PackageException;
import io.github.walnut.integration.PackageReader;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.policy.Finding;
import io.github.walnut.ups.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folders of integration types that were found at the start. */
final class InstalledTypes implements TypePackages {

    private static final String KAMELET = ".kamelet.yaml";

    private final Path folder;
    private final TypeRegistry types;
    private final PackageReader reader;

    InstalledTypes(Path folder, TypeRegistry types) {
        this.folder = folder;
        this.types = types;
        this.reader = new PackageReader(Catalogue.load());
    }

    @Override
    public Optional<Contents> contents(String typeId) {
        return types.entry(typeId).map(entry -> read(folder.resolve(entry.id())));
    }

    private static Contents read(Path type) {
        Map<String, String> kamelets = new TreeMap<>();
        try (Stream<Path> files = Files.list(type)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(KAMELET)) {
                    kamelets.put(
                            name.substring(0, name.length() - KAMELET.length()),
                            Files.readString(file));
                }
            }
            return new Contents(Files.readString(type.resolve("plugin.yaml")), kamelets);
        } catch (IOException e) {
            throw new UncheckedIOException("type " + type.getFileName() + " cannot be read", e);
        }
    }

    @Override
    public List<Finding> check(String typeId) {
        String id = types.entry(typeId).orElseThrow().id();
        try {
            reader.read(folder.resolve(id));
            return List.of();
        } catch (PackageException refused) {
            return refused.errors().stream()
                    .map(
                            error ->
                                    new Finding(
                                            Severity.ERROR,
                                            "package",
                                            error.pointer(),
                                            error.code(),
                                            error.message(),
                                            null))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("type " + id + " cannot be read", e);
        }
    }
}
