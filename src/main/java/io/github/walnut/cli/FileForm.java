package io.github.walnut.cli;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A form with one file, in the field {@code file}; the file is read while it is sent.
 *
 * @param mediaType of the body, with its boundary
 */
record FileForm(String mediaType, BodyPublisher body) {

    /**
     * @throws CliException when there is no such file
     */
    static FileForm of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CliException(CliException.USAGE, file + ": expected a file, found none.");
        }
        String boundary = UUID.randomUUID().toString();
        String head =
                "--"
                        + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                        + name(file)
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        try {
            return new FileForm(
                    "multipart/form-data; boundary=" + boundary,
                    BodyPublishers.concat(
                            BodyPublishers.ofString(head),
                            BodyPublishers.ofFile(file),
                            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
        } catch (FileNotFoundException e) {
            throw new CliException(
                    CliException.USAGE, file + ": expected a readable file: " + e.getMessage(), e);
        }
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
