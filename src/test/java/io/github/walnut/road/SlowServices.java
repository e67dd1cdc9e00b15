package io.github.walnut.road;

import io.github.walnut.peers.RealSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Services behind an SSH server that take a while to stop, and show meanwhile that they do. */
final class SlowServices {

    private final RealSshd sshd;
    private final Path folder;
    private final List<String> names;
    private final Duration stopping;

    SlowServices(RealSshd sshd, Path folder, List<String> names, Duration stopping) {
        this.sshd = sshd;
        this.folder = folder;
        this.names = names;
        this.stopping = stopping;
    }

    /** Answers {@code systemctl} for them from now on. */
    void serve() throws IOException {
        allRun();
        for (String name : names) {
            sshd.script("systemctl is-active " + name, "cat " + file(name) + "\n");
            sshd.script(
                    "systemctl stop " + name,
                    "echo deactivating > %1$s; sleep %2$s; echo inactive > %1$s\n"
                            .formatted(file(name), stopping.toMillis() / 1000.0));
        }
    }

    void allRun() throws IOException {
        for (String name : names) {
            Files.writeString(file(name), "active\n");
        }
    }

    boolean allStopped() throws IOException {
        for (String name : names) {
            if (!Files.readString(file(name)).strip().equals("inactive")) {
                return false;
            }
        }
        return true;
    }

    private Path file(String name) {
        return folder.resolve("service-" + name);
    }
}
