package io.github.walnut.road;

import io.github.walnut.peers.RealSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Services behind an SSH server that take a second to stop, and show meanwhile that they do. */
final class SlowServices {

    private final RealSshd sshd;
    private final Path folder;
    private final List<String> names;

    SlowServices(RealSshd sshd, Path folder, List<String> names) {
        this.sshd = sshd;
        this.folder = folder;
        this.names = names;
    }

    /** Answers {@code systemctl} for them from now on. */
    void serve() throws IOException {
        allRun();
        for (String name : names) {
            sshd.script("systemctl is-active " + name, "cat " + file(name) + "\n");
            sshd.script(
                    "systemctl stop " + name,
                    "echo deactivating > %1$s; sleep 1.2; echo inactive > %1$s\n"
                            .formatted(file(name)));
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
