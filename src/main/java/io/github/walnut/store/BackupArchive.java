package io.github.walnut.store;

import io.github.walnut.security.PassphraseSeal;
import io.github.walnut.security.PasswordHasher;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The sealed file of a backup: its parts in a zip, the manifest with their hashes last. */
final class BackupArchive {

    private static final Pattern NAME =
            Pattern.compile(
                    "manifest\\.json|walnut\\.db|(integrations|routes)(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");
    private static final int MOST_PARTS = 10_000;
    private static final int LARGEST_MANIFEST = 4 << 20;

    /** A database is sealed and hardly packs; files of types and routes are small. */
    private static final long MOST_TIMES = 20;

    private static final long ALWAYS = 64L << 20;

    private BackupArchive() {}

    /** Writes into a file that nobody else can read, and flushes it. */
    static void write(
            Path file,
            char[] passphrase,
            PasswordHasher.Profile cost,
            Map<String, Path> parts,
            java.util.function.Function<Map<String, BackupManifest.Part>, BackupManifest> manifest)
            throws IOException {
        PrivateFiles.createFile(file);
        Map<String, BackupManifest.Part> written = new TreeMap<>();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                ZipOutputStream zip =
                        new ZipOutputStream(PassphraseSeal.seal(out, passphrase, cost))) {
            for (Map.Entry<String, Path> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                try (InputStream in = Files.newInputStream(part.getValue())) {
                    written.put(part.getKey(), copy(in, zip));
                }
                zip.closeEntry();
            }
            zip.putNextEntry(new ZipEntry(BackupManifest.NAME));
            zip.write(Json.write(manifest.apply(written)).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        CopyUnderKey.flush(file);
    }

    /**
     * Opens the whole into a folder and holds each part against the manifest.
     *
     * @throws IOException when anything is not as it was written; the message is for people
     */
    static BackupManifest read(Path file, char[] passphrase, Path folder) throws IOException {
        Map<String, BackupManifest.Part> found = new TreeMap<>();
        BackupManifest manifest = null;
        long room = MOST_TIMES * Files.size(file) + ALWAYS;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream opened = PassphraseSeal.open(in, passphrase)) {
            ZipInputStream zip = new ZipInputStream(opened);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (!NAME.matcher(name).matches() || found.size() > MOST_PARTS) {
                    throw new IOException("the backup holds a part that does not belong there");
                }
                if (name.equals(BackupManifest.NAME) && manifest == null) {
                    manifest = manifest(zip.readNBytes(LARGEST_MANIFEST));
                } else if (found.containsKey(name) || name.equals(BackupManifest.NAME)) {
                    throw new IOException("the backup holds " + name + " twice");
                } else {
                    found.put(name, unpack(zip, room, folder.resolve(name)));
                    room -= found.get(name).bytes();
                }
            }
            if (opened.read() >= 0) {
                opened.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new IOException("the backup cannot be read: " + e.getMessage(), e);
        }
        if (manifest == null || !manifest.parts().equals(found)) {
            throw new IOException("the backup does not hold what its manifest says");
        }
        if (manifest.format() != BackupManifest.FORMAT) {
            throw new IOException("the backup has format " + manifest.format() + ": expected 1");
        }
        return manifest;
    }

    private static BackupManifest manifest(byte[] json) {
        return Json.read(new String(json, StandardCharsets.UTF_8), BackupManifest.class);
    }

    private static BackupManifest.Part unpack(InputStream in, long room, Path target)
            throws IOException {
        PrivateFiles.createFolder(target.getParent());
        PrivateFiles.createFile(target);
        try (OutputStream out = Files.newOutputStream(target)) {
            return copy(in, room, out);
        }
    }

    private static BackupManifest.Part copy(InputStream in, OutputStream out) throws IOException {
        return copy(in, Long.MAX_VALUE, out);
    }

    /**
     * @param room bytes that there may be
     */
    private static BackupManifest.Part copy(InputStream in, long room, OutputStream out)
            throws IOException {
        DigestInputStream hashed = new DigestInputStream(in, sha256());
        byte[] piece = new byte[1 << 16];
        long bytes = 0;
        for (int read = hashed.read(piece); read >= 0; read = hashed.read(piece)) {
            bytes += read;
            if (bytes > room) {
                throw new IOException("the backup is far larger unpacked than it can be");
            }
            out.write(piece, 0, read);
        }
        return new BackupManifest.Part(
                bytes, HexFormat.of().formatHex(hashed.getMessageDigest().digest()));
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream()).sha256();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
