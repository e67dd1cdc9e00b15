package io.github.walnut;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Secrets of tests begin with {@code canary-}, so that one that gets out is known wherever it turns
 * up, also in base64. Every answer, frame and line of a log that a test sees is looked through.
 */
public final class Canaries {

    /** In base64 each text has three forms, by its distance from a group of three bytes. */
    private static final Pattern SHAPE =
            Pattern.compile("canary-[A-Za-z0-9]\\S{0,30}|Y2FuYXJ5L|NhbmFyeS|jYW5hcnkt");

    private Canaries() {}

    /** The first secret in a text, with what stands before it. */
    public static Optional<String> find(String text) {
        Matcher found = SHAPE.matcher(text);
        return found.find()
                ? Optional.of(text.substring(Math.max(0, found.start() - 80), found.end()))
                : Optional.empty();
    }

    /**
     * @param where what the text is, for the one who reads of the failure
     */
    public static void check(String where, String text) {
        find(text)
                .ifPresent(
                        found -> {
                            throw new AssertionError("a secret in " + where + ": " + found);
                        });
    }

    /** Head and body of an answer. */
    public static void check(HttpResponse<String> answer) {
        String where = answer.request().method() + " " + answer.request().uri().getPath();
        check("the answer to " + where, answer.body());
        check("the head of the answer to " + where, answer.headers().map().toString());
    }

    /** The files of an archive. */
    public static void checkArchive(String where, byte[] archive) {
        unzipped(archive).forEach((file, text) -> check(where + ", " + file, text));
    }

    /** Files by name, each byte as a character. */
    public static Map<String, String> unzipped(byte[] archive) {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                files.put(
                        file.getName(),
                        new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (files.isEmpty()) {
            throw new AssertionError("an archive without files");
        }
        return files;
    }

    /** The arguments of a process and of all that it started, as every user of the machine sees. */
    public static void checkArguments(ProcessHandle process) {
        for (ProcessHandle each :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            Path arguments = Path.of("/proc", Long.toString(each.pid()), "cmdline");
            try {
                check("the arguments of " + each.pid(), Files.readString(arguments));
            } catch (IOException e) {
                if (each.isAlive()) {
                    throw new UncheckedIOException("cannot read " + arguments, e);
                }
            }
        }
    }

    /** All of them in one text. */
    public static void check(String where, List<String> texts) {
        check(where, String.join("\n", texts));
    }
}
