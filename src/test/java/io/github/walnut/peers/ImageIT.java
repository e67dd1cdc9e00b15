package io.github.walnut.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.walnut.LongForm;
import io.github.walnut.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image built by {@code docker/check}, and tried where the kernel lets a container start. */
@RealPeer({"buildah", "podman", "/usr/sbin/runc", "mmdebstrap"})
@LongForm
class ImageIT {

    @TempDir private Path folder;

    @Test
    @Requirement({"OPS-80", "OPS-81"})
    void the_image_is_built_and_its_server_is_healthy_on_a_read_only_root() throws Exception {
        Path said = folder.resolve("said.txt");
        Process check =
                new ProcessBuilder("docker/check")
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertThat(check.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(check.exitValue()).as(Files.readString(said)).isZero();
            String told = Files.readString(said);
            assertThat(told).contains("ok: user is 10001:10001", "ok: volumes is ");
            assumeFalse(told.contains("not run: "), told);
            assertThat(told)
                    .contains(
                            "ok: the AOT cache is in use",
                            "ok: SQLite's library is the one in /opt/walnut/native",
                            "ok: the root cannot be written",
                            "ok: the health check of the image says yes",
                            "ok: exit code is 0");
        } finally {
            check.destroy();
        }
    }
}
