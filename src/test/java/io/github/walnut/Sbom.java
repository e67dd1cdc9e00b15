package io.github.walnut;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what the product is made of as a CycloneDX 1.6 document. The build calls it; it needs no
 * network and nothing but the libraries themselves.
 */
public final class Sbom {

    /** Groups of those that do not say it, by the beginning of their names. */
    private static final Map<String, String> GROUPS =
            Map.of(
                    "bc", "org.bouncycastle",
                    "ecj", "org.eclipse.jdt",
                    "micrometer-", "io.micrometer",
                    "picocli", "info.picocli",
                    "spring-security-", "org.springframework.security",
                    "spring-", "org.springframework");

    private static final Pattern NAME = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    private Sbom() {}

    /** The folder of libraries, the file to write, and the version of the product. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[1]), document(Path.of(arguments[0]), arguments[2]));
    }

    static String document(Path libraries, String version) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(libraries)) {
            jars =
                    files.filter(f -> NAME.matcher(f.getFileName().toString()).matches())
                            .sorted()
                            .toList();
        }
        StringBuilder components = new StringBuilder();
        for (Path jar : jars) {
            components.append(components.isEmpty() ? "" : ",\n").append(component(jar));
        }
        return """
        {
          "bomFormat": "CycloneDX",
          "specVersion": "1.6",
          "version": 1,
          "metadata": {"component": {"type": "application", "bom-ref": "walnut", "group": "io.github.walnut", "name": "walnut", "version": "%s"}},
          "components": [
        %s
          ]
        }
        """
                .formatted(version, components);
    }

    private static String component(Path jar) throws IOException {
        Matcher file = NAME.matcher(jar.getFileName().toString());
        file.matches();
        String name = file.group(1);
        String version = file.group(2);
        String group = group(jar, name);
        String purl =
                group == null
                        ? "pkg:generic/" + name + "@" + version
                        : "pkg:maven/" + group + "/" + name + "@" + version;
        return "    {\"type\": \"library\", \"bom-ref\": \"%s\", %s\"name\": \"%s\", \"version\": \"%s\", \"purl\": \"%s\", \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"%s\"}]}"
                .formatted(
                        purl,
                        group == null ? "" : "\"group\": \"" + group + "\", ",
                        name,
                        version,
                        purl,
                        sha256(jar));
    }

    /** As the library itself says, or as is known; else null. */
    private static String group(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> groups =
                    file.stream()
                            .map(entry -> entry.getName())
                            .filter(
                                    entry ->
                                            entry.matches(
                                                    "META-INF/maven/[^/]+/"
                                                            + Pattern.quote(name)
                                                            + "/pom.properties"))
                            .collect(Collectors.toList());
            if (groups.size() != 1) {
                return GROUPS.keySet().stream()
                        .filter(name::startsWith)
                        .max(Comparator.comparing(String::length))
                        .map(GROUPS::get)
                        .orElse(null);
            }
            Properties properties = new Properties();
            try (InputStream in = file.getInputStream(file.getEntry(groups.get(0)))) {
                properties.load(in);
            }
            return properties.getProperty("groupId");
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }
}
