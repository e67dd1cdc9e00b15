package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDiskTest {

    @TempDir Path folder;

    private Path mounts(String type) throws IOException {
        Path file = folder.resolve("mountinfo");
        Files.writeString(
                file,
                "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
                        + "99 21 0:50 / %s rw shared:7 master:2 - %s server:/export rw,vers=4.2\n"
                                .formatted(folder.toString().replace(" ", "\\040"), type));
        return file;
    }

    @ParameterizedTest
    @Requirement("OPS-25")
    @ValueSource(
            strings = {
                "nfs",
                "nfs4",
                "cifs",
                "smb3",
                "smbfs",
                "9p",
                "afs",
                "ceph",
                "glusterfs",
                "davfs",
                "sshfs",
                "fuse.sshfs",
                "fuse.glusterfs",
                "fuse.rclone"
            })
    void refuses_a_folder_on_a_network_file_system(String type) throws IOException {
        Path mounts = mounts(type);
        assertThatThrownBy(() -> new LocalDisk(folder, mounts, false).check())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.exitCode()).isEqualTo(78))
                .hasMessage(
                        "the data folder "
                                + folder
                                + " lies on the network file system "
                                + type
                                + ": expected a disk of this machine");
    }

    @Test
    @Requirement("OPS-25")
    void refuses_to_open_a_database_there() throws IOException {
        Path mounts = mounts("nfs4");
        assertThatThrownBy(() -> Database.open(Stores.config(folder), new TestClock(), mounts))
                .isInstanceOf(StoreException.class);
        assertThat(folder.resolve("walnut.db")).doesNotExist();
    }

    @ParameterizedTest
    @Requirement("OPS-25")
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "fuseblk"})
    void accepts_a_disk_of_this_machine_and_leaves_nothing_behind(String type) throws IOException {
        Path mounts = mounts(type);
        new LocalDisk(folder, mounts, false).check();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(mounts);
        }
    }

    @Test
    @Requirement("OPS-25")
    void only_warns_where_the_operator_allows_it() throws IOException {
        new LocalDisk(folder, mounts("nfs4"), true).check();
    }

    @Test
    void takes_the_deepest_mount_and_of_two_at_one_point_the_later() throws IOException {
        Path file = folder.resolve("mountinfo");
        Files.writeString(
                file,
                """
                21 1 8:1 / / rw - ext4 /dev/sda1 rw
                22 21 8:2 / /var rw shared:1 - xfs /dev/sda2 rw
                23 22 0:50 / /var/lib/my\\040data rw - cifs //nas/x rw
                24 22 8:3 / /var rw - btrfs /dev/sda3 rw
                """);
        MountTable table = MountTable.read(file);
        assertThat(table.typeOf(Path.of("/var/lib/my data/walnut"))).isEqualTo("cifs");
        assertThat(table.typeOf(Path.of("/var/lib"))).isEqualTo("btrfs");
        assertThat(table.typeOf(Path.of("/variety"))).isEqualTo("ext4");
    }

    @Test
    void reads_the_table_of_this_machine() {
        assertThat(MountTable.read(Path.of("/proc/self/mountinfo")).typeOf(Path.of("/proc/self")))
                .isEqualTo("proc");
    }
}
