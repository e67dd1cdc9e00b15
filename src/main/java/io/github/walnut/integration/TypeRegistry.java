package io.github.walnut.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All integration types, usable or not. */
public final class TypeRegistry {

    /**
     * @param type null unless the status is valid
     * @param status valid, invalid
     * @param errors why it is not valid
     */
    public record Entry(String id, IntegrationType type, String status, List<InputError> errors) {}

    private final Map<String, Entry> entries;

    private TypeRegistry(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** Reads each sub-folder as one type. A broken one does not keep others from being used. */
    public static TypeRegistry load(Path folder, Catalogue catalogue) throws IOException {
        PackageReader reader = new PackageReader(catalogue);
        Map<String, Entry> entries = new TreeMap<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path type : folders.filter(Files::isDirectory).sorted().toList()) {
                Entry entry = entry(reader, type);
                entries.put(entry.id(), entry);
            }
        }
        return new TypeRegistry(entries);
    }

    public Collection<Entry> entries() {
        return List.copyOf(entries.values());
    }

    public Optional<Entry> entry(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** A usable type. */
    public Optional<IntegrationType> find(String id) {
        return entry(id).map(Entry::type);
    }

    List<IntegrationType> usable() {
        List<IntegrationType> types = new ArrayList<>();
        entries.values().stream().map(Entry::type).filter(t -> t != null).forEach(types::add);
        return types;
    }

    private static Entry entry(PackageReader reader, Path folder) throws IOException {
        String name = folder.getFileName().toString();
        try {
            IntegrationType type = reader.read(folder);
            if (!type.id().equals(name)) {
                return invalid(
                        name,
                        List.of(
                                new InputError(
                                        "schema_error", "/id", "must be the folder's name")));
            }
            return new Entry(name, type, "valid", List.of());
        } catch (PackageException refused) {
            return invalid(name, refused.errors());
        }
    }

    private static Entry invalid(String name, List<InputError> errors) {
        return new Entry(name, null, "invalid", List.copyOf(errors));
    }
}
