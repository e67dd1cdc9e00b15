package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Backups that a running server makes and takes. */
final class ServerBackups {

    /** The server takes no larger one; a larger one is restored on its own machine. */
    static final long LARGEST = 2L << 30;

    private static final String PATH = "api/system/backups";
    private static final String PASSPHRASE = "passphrase";

    private final ApiClient api;

    ServerBackups(ApiClient api) {
        this.api = api;
    }

    /**
     * @param out where the file is put besides the server's folder of backups, or null
     * @return id, bytes and sha256; file, when it was put somewhere
     */
    JsonNode create(char[] passphrase, boolean withSecrets, Path out, Progress progress) {
        ObjectNode order = Output.JSON.createObjectNode();
        order.put(PASSPHRASE, new String(passphrase)).put("with_secrets", withSecrets);
        ObjectNode made =
                (ObjectNode)
                        api.outcome(
                                api.post(PATH, order),
                                "The backup",
                                part -> progress.at("Making the backup", part));
        if (out != null) {
            String id = made.path("id").asText();
            String file = PATH + "/" + ApiClient.segment(id) + "/file";
            api.download(file, "application/octet-stream", out);
            requireWhole(out, made.path("sha256").asText());
            made.put("file", out.toString());
        }
        return made;
    }

    private static void requireWhole(Path file, String sha256) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(sha256)) {
                throw new CliException(
                        CliException.FAILED,
                        file
                                + " is not what the server sent: SHA-256 "
                                + found
                                + ", not "
                                + sha256);
            }
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, file + " cannot be read: " + e, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * @throws CliException when it is no file, or one that the server would not take
     */
    static void requireFit(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new CliException(CliException.FAILED, "There is no file " + file);
            }
            if (Files.size(file) > LARGEST) {
                throw new CliException(
                        CliException.FAILED,
                        file
                                + " has "
                                + (Files.size(file) >> 20)
                                + " MiB: the server takes up to "
                                + (LARGEST >> 20)
                                + ". Copy it to the server's machine and restore it there, without --server");
            }
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, file + " cannot be read: " + e, e);
        }
    }

    /** What the backup says of itself, once it waits for the server's next start. */
    JsonNode restore(Path file, char[] passphrase, Progress progress) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("confirm", BackupCommand.RESTORE);
        fields.put(PASSPHRASE, new String(passphrase));
        JsonNode started =
                api.upload(
                        "api/system/restore",
                        FileForm.of(file, fields).counted(part -> progress.at("Sending", part)));
        return api.outcome(
                started, "The restore", part -> progress.at("Checking the backup", part));
    }
}
