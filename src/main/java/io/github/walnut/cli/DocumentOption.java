package io.github.walnut.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The policy document that a command is about. */
final class DocumentOption {

    @Option(
            names = "-f",
            required = true,
            paramLabel = "FILE",
            description = "JSON or YAML, - for standard input")
    private Path file;

    PolicyFile read() {
        return PolicyFile.read(file);
    }
}
