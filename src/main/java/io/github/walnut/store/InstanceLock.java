package io.github.walnut.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The lock on {@code walnut.lock}: one server per data folder. The file names its holder. */
final class InstanceLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private InstanceLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Fails with the holder's name when another server holds it. */
    static InstanceLock take(Path file, String holder) {
        return tryTake(file, holder)
                .orElseThrow(
                        () ->
                                new StoreException(
                                        StoreException.HELD,
                                        "another server holds " + file + ": " + holderOf(file),
                                        null));
    }

    static Optional<InstanceLock> tryTake(Path file, String holder) {
        try {
            PrivateFiles.createFile(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
            return Optional.of(new InstanceLock(channel, lock));
        } catch (IOException e) {
            throw StoreException.configuration("cannot lock " + file + ": " + FileReason.of(e), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private static String holderOf(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "unknown (" + e + ")";
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            lock.release();
            channel.close();
        }
    }
}
