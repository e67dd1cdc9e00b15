package io.github.walnut.cli;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleConsumer;

/**
 * A form with one file, in the field {@code file} behind all others; the file is read while it is
 * sent.
 *
 * @param mediaType of the body, with its boundary
 */
record FileForm(String mediaType, BodyPublisher body) {

    static FileForm of(Path file) {
        return of(file, Map.of());
    }

    /**
     * @throws CliException when there is no such file
     */
    static FileForm of(Path file, Map<String, String> fields) {
        if (!Files.isRegularFile(file)) {
            throw new CliException(CliException.USAGE, file + ": expected a file, found none.");
        }
        String boundary = UUID.randomUUID().toString();
        StringBuilder head = new StringBuilder();
        fields.forEach(
                (name, value) ->
                        head.append(part(boundary, name))
                                .append("\r\n\r\n")
                                .append(value)
                                .append("\r\n"));
        head.append(part(boundary, "file"))
                .append("; filename=\"")
                .append(name(file))
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        try {
            return new FileForm(
                    "multipart/form-data; boundary=" + boundary,
                    BodyPublishers.concat(
                            BodyPublishers.ofString(head.toString()),
                            BodyPublishers.ofFile(file),
                            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
        } catch (FileNotFoundException e) {
            throw new CliException(
                    CliException.USAGE, file + ": expected a readable file: " + e.getMessage(), e);
        }
    }

    /**
     * @param sent hears the part that is on its way, from 0 to 1
     */
    FileForm counted(DoubleConsumer sent) {
        return new FileForm(mediaType, new CountedBody(body, sent));
    }

    private static String part(String boundary, String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + '"';
    }

    /** Escaped as browsers do it. */
    private static String name(Path file) {
        return file.getFileName()
                .toString()
                .replace("\"", "%22")
                .replace("\r", "%0D")
                .replace("\n", "%0A");
    }
}
