package io.github.walnut.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the folder of an integration type. Built-in types get no gentler check than others. */
public final class PackageReader {

    private final ManifestReader manifests;
    private final KameletCheck check = new KameletCheck();

    public PackageReader(Catalogue catalogue) {
        manifests = new ManifestReader(catalogue);
    }

    public IntegrationType read(Path folder) throws IOException, PackageException {
        Path manifestFile = folder.resolve("plugin.yaml");
        if (!Files.isRegularFile(manifestFile)) {
            throw new PackageException("manifest_missing", "there is no plugin.yaml");
        }
        Manifest manifest = manifests.read(Files.readString(manifestFile));
        Map<String, String> kamelets = new LinkedHashMap<>();
        List<InputError> errors = new ArrayList<>();
        for (Path file : kameletFiles(folder)) {
            String text = Files.readString(file);
            KameletCheck.Checked checked =
                    check.check(file.getFileName().toString(), text, manifest, errors);
            kamelets.put(checked.name(), checked.text());
        }
        requireKamelets(manifest, kamelets.keySet(), errors);
        if (!errors.isEmpty()) {
            throw new PackageException(errors.get(0).code(), errors);
        }
        return new IntegrationType(manifest, kamelets);
    }

    /**
     * Checks a package, or a folder of its files, as an upload does, without installing it.
     *
     * @param core version of walNUT
     * @throws PackageException with the code that the upload would answer
     */
    public void check(Path file, String core) throws IOException, PackageException {
        if (Files.isDirectory(file)) {
            checkFolder(file, core);
            return;
        }
        if (Files.size(file) > PackageArchive.LARGEST) {
            throw new PackageException(
                    "too_large", "a package has at most " + PackageArchive.LARGEST + " bytes");
        }
        Map<String, byte[]> files =
                PackageArchive.unpack(PackageArchive.open(Files.readAllBytes(file)));
        PackageArchive.manifest(files);
        Path folder = Files.createTempDirectory("walnut-package");
        List<Path> written = new ArrayList<>();
        try {
            // Names in an archive that was opened lead nowhere else; only the top folder is read.
            for (Map.Entry<String, byte[]> each : files.entrySet()) {
                if (!each.getKey().contains("/")) {
                    written.add(Files.write(folder.resolve(each.getKey()), each.getValue()));
                }
            }
            checkFolder(folder, core);
        } finally {
            for (Path each : written) {
                Files.deleteIfExists(each);
            }
            Files.deleteIfExists(folder);
        }
    }

    private void checkFolder(Path folder, String core) throws IOException, PackageException {
        Manifest manifest = read(folder).manifest();
        PackageTerms.checkCore(manifest, core);
        PackageArchive.checkPictures(pictures(folder));
        PackageTerms.checkTest(manifest, Files.readString(folder.resolve("plugin.yaml")));
    }

    private static Map<String, byte[]> pictures(Path folder) throws IOException {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".svg")).toList()) {
                pictures.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return pictures;
    }

    private static List<Path> kameletFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".kamelet.yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static void requireKamelets(
            Manifest manifest, Set<String> present, List<InputError> errors) {
        Set<String> wanted = new TreeSet<>(manifest.operations().values());
        wanted.addAll(manifest.capabilityKamelets().values());
        wanted.removeAll(present);
        wanted.forEach(
                name ->
                        errors.add(
                                new InputError(
                                        "driver_missing",
                                        "/driver",
                                        "kamelet " + name + " is not in the package")));
    }
}
