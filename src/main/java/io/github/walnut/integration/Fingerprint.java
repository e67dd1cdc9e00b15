package io.github.walnut.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One SHA-256 over the names and contents of a package's files, in the order of their names. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> plain = all.filter(Files::isRegularFile).toList();
            for (Path file : plain) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                files.put(name, Files.readAllBytes(file));
            }
        }
        MessageDigest all = sha256();
        files.forEach(
                (name, content) -> {
                    all.update(name.getBytes(StandardCharsets.UTF_8));
                    all.update((byte) 0);
                    all.update(sha256().digest(content));
                });
        return HexFormat.of().formatHex(all.digest());
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
