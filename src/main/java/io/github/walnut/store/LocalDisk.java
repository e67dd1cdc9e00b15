package io.github.walnut.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the database must lie on a disk of this machine: write-ahead logging shares memory
 * between processes and trusts locks and flushes, which network file systems do not keep.
 */
record LocalDisk(Path folder, Path mountInfo, boolean allowNetworkFs) {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);
    private static final long LITTLE_SPACE = 200L * 1024 * 1024;

    private static final List<String> NETWORK_PREFIXES = List.of("nfs", "smb");
    private static final Set<String> NETWORK_TYPES =
            Set.of("cifs", "9p", "afs", "ceph", "glusterfs", "davfs", "sshfs", "lustre", "gfs2");

    /** FUSE types that are disks of this machine all the same. */
    private static final Set<String> LOCAL_FUSE =
            Set.of("fuse.fuse-overlayfs", "fuseblk", "fuse.ext2", "fuse.ntfs-3g", "fuse.bindfs");

    void check() {
        checkType();
        try {
            checkLock();
            checkRename();
            warnOfLittleSpace();
        } catch (IOException e) {
            throw StoreException.configuration(
                    "the data folder " + folder + " does not lock, write or rename: " + e, e);
        }
    }

    private void checkType() {
        String type = MountTable.read(mountInfo).typeOf(folder);
        if (!network(type)) {
            return;
        }
        String message = "the data folder " + folder + " lies on the network file system " + type;
        if (!allowNetworkFs) {
            throw StoreException.configuration(message + ": expected a disk of this machine");
        }
        LOG.warn("{}; a lost connection or another machine may damage the database", message);
    }

    static boolean network(String type) {
        return NETWORK_TYPES.contains(type)
                || NETWORK_PREFIXES.stream().anyMatch(type::startsWith)
                || (type.startsWith("fuse") && !LOCAL_FUSE.contains(type));
    }

    private void checkLock() throws IOException {
        Path probe = Files.createTempFile(folder, ".walnut-lock", null);
        try (FileChannel first = FileChannel.open(probe, StandardOpenOption.WRITE);
                FileChannel second = FileChannel.open(probe, StandardOpenOption.WRITE);
                FileLock held = first.tryLock()) {
            if (held == null || locks(second)) {
                throw new IOException("two handles of " + probe + " could be locked at once");
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try (FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException refused) {
            return false;
        }
    }

    private void checkRename() throws IOException {
        Path before = Files.createTempFile(folder, ".walnut-write", null);
        Path after = before.resolveSibling(before.getFileName() + ".done");
        try {
            PrivateFiles.writeDurably(before, new byte[] {1});
            Files.move(before, after, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(before);
            Files.deleteIfExists(after);
        }
    }

    private void warnOfLittleSpace() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < LITTLE_SPACE) {
            LOG.warn("the data folder {} has only {} MiB free", folder, free / (1024 * 1024));
        }
    }
}
