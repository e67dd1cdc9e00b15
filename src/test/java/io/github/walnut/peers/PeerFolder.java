package io.github.walnut.peers;

import io.github.walnut.TestLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The scratch folder of one peer, and the programs that run in it. */
final class PeerFolder implements AutoCloseable {

    private final Path path;

    PeerFolder(String prefix) throws IOException {
        path = Files.createTempDirectory("walnut-" + prefix + "-");
    }

    Path path(String name) {
        return path.resolve(name);
    }

    Path write(String name, String text) throws IOException {
        Files.createDirectories(path(name).getParent());
        return Files.writeString(path(name), text);
    }

    /** Runs a program to its end; its output is the answer. */
    String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (exitOf(process) != 0) {
            throw new IOException(List.of(command) + " answered " + output);
        }
        return output;
    }

    /** Starts a program that stays; what it writes goes to the named file. */
    Process start(String log, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(path(log).toFile()))
                .start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int exitOf(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + process.info(), interrupted);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + path, failure);
        }
    }
}
