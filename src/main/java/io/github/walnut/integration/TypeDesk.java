package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Installs, replaces, re-reads and removes integration types while the program runs. A failed
 * upload leaves files, registry and running hosts as they were (INT-12).
 */
public final class TypeDesk {

    private static final String SCRATCH = ".scratch";
    private static final String PREVIOUS = ".previous";

    /** Hears how far an upload is. */
    @FunctionalInterface
    public interface Progress {

        /**
         * @param percent of the whole
         */
        void phase(String phase, int percent, String message);
    }

    /**
     * @param sha256 of the archive, in hexadecimal
     */
    public record Installed(IntegrationType type, boolean replaced, String sha256) {}

    /** What looking through the folders came to, by type ids. */
    public record Rescan(List<String> added, List<String> changed, List<String> gone) {}

    private final Path program;
    private final Path uploaded;
    private final TypeRegistry types;
    private final DriverContext drivers;
    private final String coreVersion;
    private final Documents documents = new Documents();

    /**
     * @param program folder of the types that come with it
     * @param uploaded folder of all others
     * @param coreVersion of the program, by SemVer
     */
    public TypeDesk(
            Path program,
            Path uploaded,
            TypeRegistry types,
            DriverContext drivers,
            String coreVersion) {
        this.program = program;
        this.uploaded = uploaded;
        this.types = types;
        this.drivers = drivers;
        this.coreVersion = coreVersion;
    }

    /**
     * Puts the uploaded types in force, and first ends what a crash left half done.
     *
     * @param safe leaves them stopped, unread, until {@link #rescan} or an upload
     * @return one sentence for each that cannot be used
     */
    public List<String> begin(boolean safe) throws IOException {
        recover();
        if (safe) {
            types.holdUploaded(uploaded);
            return List.of();
        }
        types.loadUploaded(uploaded);
        List<String> troubles = new ArrayList<>();
        for (TypeRegistry.Entry entry : types.entries()) {
            if (!entry.builtIn() && entry.type() != null) {
                try {
                    drivers.install(entry.type());
                } catch (Exception e) {
                    types.put(invalid(entry, e));
                    troubles.add(entry.id() + ": " + e.getMessage());
                }
            }
        }
        return troubles;
    }

    private static TypeRegistry.Entry invalid(TypeRegistry.Entry entry, Exception e) {
        InputError error =
                new InputError("kamelet_error", "/files", String.valueOf(e.getMessage()));
        return new TypeRegistry.Entry(
                entry.id(),
                null,
                "invalid",
                List.of(error),
                entry.builtIn(),
                entry.folder(),
                entry.sha256());
    }

    private void recover() throws IOException {
        deleteAll(uploaded.resolve(SCRATCH));
        Path previous = uploaded.resolve(PREVIOUS);
        if (Files.isDirectory(previous)) {
            try (Stream<Path> left = Files.list(previous)) {
                for (Path old : left.toList()) {
                    Path place = uploaded.resolve(old.getFileName().toString());
                    if (!Files.exists(place)) {
                        Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
                    }
                }
            }
            deleteAll(previous);
        }
    }

    /**
     * Checks an uploaded package and puts it in force.
     *
     * @param fileName as the sender calls it
     * @param replace also in place of a type of the same or a newer version
     * @throws PackageException with the code of the phase that failed, and all of its errors
     */
    public synchronized Installed install(
            String fileName, byte[] bytes, boolean replace, Progress progress)
            throws PackageException, IOException {
        progress.phase("receive", 5, bytes.length + " bytes");
        if (fileName == null || !fileName.endsWith(".int")) {
            throw new PackageException("bad_extension", "the name of a package ends with .int");
        }
        progress.phase("size", 10, "at most " + PackageArchive.LARGEST + " bytes are taken");
        if (bytes.length > PackageArchive.LARGEST) {
            throw new PackageException(
                    "too_large", "a package has at most " + PackageArchive.LARGEST + " bytes");
        }
        progress.phase("open", 15, "looking into the archive");
        ZipIndex index = PackageArchive.open(bytes);
        progress.phase("paths", 20, index.entries().size() + " entries");
        Map<String, byte[]> files = PackageArchive.unpack(index);
        progress.phase("manifest", 30, "reading plugin.yaml");
        JsonNode manifest = documents.yaml(PackageArchive.manifest(files));
        progress.phase("identity", 35, "who it says it is");
        String id = identity(manifest, replace);
        progress.phase("schema", 50, "holding the manifest against its schema");
        Path scratch = uploaded.resolve(SCRATCH).resolve(UUID.randomUUID().toString()).resolve(id);
        try {
            write(scratch, files);
            TypeRegistry.Entry entry = checked(scratch, files, progress);
            progress.phase("conformance", 95, conformance(files));
            progress.phase("install", 100, "putting " + id + " in force");
            boolean replaced = swap(scratch, entry);
            return new Installed(entry.type(), replaced, Fingerprint.of(bytes));
        } finally {
            deleteAll(scratch.getParent());
        }
    }

    private String identity(JsonNode manifest, boolean replace) throws PackageException {
        String id = manifest.path("id").asText("");
        if (id.isEmpty()) {
            throw new PackageException(
                    "id_missing", List.of(new InputError("id_missing", "/id", "is required")));
        }
        if (!id.matches("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)*") || id.length() > 128) {
            throw new PackageException(
                    "schema_error",
                    List.of(new InputError("schema_error", "/id", "is no id of a type")));
        }
        TypeRegistry.Entry known = types.entry(id).orElse(null);
        if (known != null && known.builtIn()) {
            throw new PackageException("type_exists", id + " is a type of the program");
        }
        if (known != null && known.type() != null && !replace) {
            String existing = known.type().manifest().version();
            String offered = manifest.path("version").asText("");
            if (SemVer.of(existing).compareTo(SemVer.of(offered)) >= 0) {
                throw new PackageException(
                                "type_exists", id + " " + existing + " is installed already")
                        .with("existing_version", existing);
            }
        }
        return id;
    }

    /** All that can be said of a package without a peer. */
    private TypeRegistry.Entry checked(Path scratch, Map<String, byte[]> files, Progress progress)
            throws PackageException, IOException {
        TypeRegistry.Entry entry = types.entry(scratch, false);
        if (entry.type() == null) {
            throw new PackageException(entry.errors().get(0).code(), entry.errors());
        }
        Manifest manifest = entry.type().manifest();
        progress.phase("core", 55, "needs walNUT " + manifest.minCoreVersion());
        PackageTerms.checkCore(manifest, coreVersion);
        progress.phase("kamelets", 70, entry.type().kamelets().size() + " kamelets");
        PackageArchive.checkPictures(files);
        requireOwnNames(entry);
        progress.phase("capabilities", 80, manifest.capabilities().size() + " capabilities");
        progress.phase("test", 85, "how its connection is tested");
        PackageTerms.checkTest(manifest, PackageArchive.manifest(files));
        return entry;
    }

    private void requireOwnNames(TypeRegistry.Entry entry) throws PackageException {
        List<InputError> taken = new ArrayList<>();
        for (TypeRegistry.Entry other : types.entries()) {
            if (other.type() == null || other.id().equals(entry.id())) {
                continue;
            }
            TreeSet<String> both = new TreeSet<>(entry.type().kamelets().keySet());
            both.retainAll(other.type().kamelets().keySet());
            both.forEach(
                    name ->
                            taken.add(
                                    new InputError(
                                            "kamelet_error",
                                            "/" + name + ".kamelet.yaml/metadata/name",
                                            "is the name of a kamelet of " + other.id())));
        }
        if (!taken.isEmpty()) {
            throw new PackageException("kamelet_error", taken);
        }
    }

    /** Cases with a recorded peer are not played yet, and that is said. */
    private static String conformance(Map<String, byte[]> files) {
        long recorded = files.keySet().stream().filter(name -> name.startsWith("tests/")).count();
        return recorded == 0
                ? "the static cases hold"
                : "the static cases hold; " + recorded + " recorded ones are not played";
    }

    /** From here on everything either is done or was not: two renames, the old one kept between. */
    private boolean swap(Path scratch, TypeRegistry.Entry checked)
            throws PackageException, IOException {
        Path place = uploaded.resolve(checked.id());
        Path old = uploaded.resolve(PREVIOUS).resolve(checked.id());
        boolean replaced = Files.exists(place);
        if (replaced) {
            Files.createDirectories(old.getParent());
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(scratch, place, StandardCopyOption.ATOMIC_MOVE);
        flush(uploaded);
        try {
            drivers.install(checked.type());
        } catch (Exception e) {
            deleteAll(place);
            if (replaced) {
                Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
            }
            throw new PackageException(
                    "kamelet_error", "Camel does not take it: " + e.getMessage());
        }
        new DisabledTypes(uploaded).enable(checked.id());
        types.put(types.entry(place, false));
        deleteAll(old.getParent());
        return replaced;
    }

    private void write(Path folder, Map<String, byte[]> files) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Files.createDirectories(root);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = root.resolve(file.getKey()).normalize();
            if (!target.startsWith(root)) {
                throw new IOException("a name leads out of the package: " + file.getKey());
            }
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue(), StandardOpenOption.CREATE_NEW);
            flush(target);
        }
        flush(root);
    }

    private static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Removes an uploaded type with its files.
     *
     * @return false when there is none of this id
     * @throws IllegalArgumentException when it is one of the program
     */
    public synchronized boolean remove(String id) throws IOException {
        Optional<TypeRegistry.Entry> known = types.entry(id);
        if (known.isEmpty()) {
            return false;
        }
        if (known.get().builtIn()) {
            throw new IllegalArgumentException(id + " is a type of the program");
        }
        types.remove(id);
        drivers.uninstall(id);
        deleteAll(known.get().folder());
        return true;
    }

    /** Looks through both folders: what is new, what changed, and what is gone. */
    public synchronized Rescan rescan() throws IOException {
        Rescan found = new Rescan(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<TypeRegistry.Entry> present = new ArrayList<>(types.read(program, true));
        List<String> own = present.stream().map(TypeRegistry.Entry::id).toList();
        types.read(uploaded, false).stream()
                .filter(entry -> !own.contains(entry.id()))
                .forEach(present::add);
        for (TypeRegistry.Entry entry : present) {
            look(entry, found);
        }
        List<String> ids = present.stream().map(TypeRegistry.Entry::id).toList();
        for (TypeRegistry.Entry known : types.entries()) {
            if (!ids.contains(known.id()) && !known.status().equals("unavailable")) {
                types.put(known.unavailable());
                drivers.uninstall(known.id());
                found.gone().add(known.id());
            }
        }
        return found;
    }

    private void look(TypeRegistry.Entry entry, Rescan found) {
        TypeRegistry.Entry known = types.entry(entry.id()).orElse(null);
        if (known != null && Objects.equals(entry.sha256(), known.sha256())) {
            return;
        }
        TypeRegistry.Entry now = entry;
        if (entry.type() == null) {
            drivers.uninstall(entry.id());
        } else {
            try {
                drivers.install(entry.type());
            } catch (Exception e) {
                now = invalid(entry, e);
            }
        }
        types.put(now);
        (known == null ? found.added() : found.changed()).add(entry.id());
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
