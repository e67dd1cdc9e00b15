package io.github.walnut.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** All integration types, usable or not: those of the program, and those that were uploaded. */
public final class TypeRegistry {

    /**
     * @param type null unless the status is valid
     * @param status valid, invalid, unavailable
     * @param errors why it is not valid
     * @param builtIn part of the program
     * @param folder that it was read from
     * @param sha256 of its files, in hexadecimal; null when they could not be read
     */
    public record Entry(
            String id,
            IntegrationType type,
            String status,
            List<InputError> errors,
            boolean builtIn,
            Path folder,
            String sha256) {

        /** Its folder is gone. */
        Entry unavailable() {
            return new Entry(id, null, "unavailable", List.of(), builtIn, folder, null);
        }
    }

    private final PackageReader reader;
    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

    private TypeRegistry(Catalogue catalogue) {
        this.reader = new PackageReader(catalogue);
    }

    /** Reads each sub-folder as one type. A broken one does not keep others from being used. */
    public static TypeRegistry load(Path folder, Catalogue catalogue) throws IOException {
        TypeRegistry types = new TypeRegistry(catalogue);
        types.read(folder, true).forEach(types::put);
        return types;
    }

    /** One type alone, whatever its folder is called. */
    public static TypeRegistry only(Path folder, Catalogue catalogue)
            throws IOException, PackageException {
        TypeRegistry types = new TypeRegistry(catalogue);
        IntegrationType type = types.reader.read(folder);
        types.put(new Entry(type.id(), type, "valid", List.of(), true, folder, null));
        return types;
    }

    /** What it reads folders with, for everybody: the schema behind it is large. */
    public PackageReader reader() {
        return reader;
    }

    /** Adds those that were uploaded; none replaces one of the program. */
    public void loadUploaded(Path folder) throws IOException {
        for (Entry entry : read(folder, false)) {
            entries.putIfAbsent(entry.id(), entry);
        }
    }

    /** Names those that were uploaded without reading them. */
    public void holdUploaded(Path folder) throws IOException {
        for (Path type : folders(folder)) {
            Entry held =
                    stopped(type, "safe_start", "is stopped by the safe start; a rescan starts it");
            entries.putIfAbsent(held.id(), held);
        }
    }

    private static Entry stopped(Path type, String code, String why) {
        return new Entry(
                type.getFileName().toString(),
                null,
                "unavailable",
                List.of(new InputError(code, "", why)),
                false,
                type,
                null);
    }

    /** What stands in the folders below this one; hidden folders are none of types. */
    List<Entry> read(Path folder, boolean builtIn) throws IOException {
        List<Entry> found = new ArrayList<>();
        DisabledTypes disabled = new DisabledTypes(folder);
        for (Path type : folders(folder)) {
            String id = type.getFileName().toString();
            found.add(
                    !builtIn && disabled.has(id)
                            ? stopped(
                                    type,
                                    "disabled",
                                    "is disabled: walnut integrations enable " + id)
                            : entry(type, builtIn));
        }
        return found;
    }

    private static List<Path> folders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory)
                    .filter(type -> !type.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
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

    void put(Entry entry) {
        entries.put(entry.id(), entry);
    }

    void remove(String id) {
        entries.remove(id);
    }

    /** Those that can be used, of the program or not. */
    List<IntegrationType> usable(boolean builtIn) {
        return entries.values().stream()
                .filter(entry -> entry.builtIn() == builtIn && entry.type() != null)
                .map(Entry::type)
                .toList();
    }

    Entry entry(Path folder, boolean builtIn) throws IOException {
        String name = folder.getFileName().toString();
        String sum = Fingerprint.of(folder);
        try {
            IntegrationType type = reader.read(folder);
            if (!type.id().equals(name)) {
                InputError other =
                        new InputError("schema_error", "/id", "must be the folder's name");
                return new Entry(name, null, "invalid", List.of(other), builtIn, folder, sum);
            }
            return new Entry(name, type, "valid", List.of(), builtIn, folder, sum);
        } catch (PackageException refused) {
            return new Entry(
                    name, null, "invalid", List.copyOf(refused.errors()), builtIn, folder, sum);
        }
    }
}
