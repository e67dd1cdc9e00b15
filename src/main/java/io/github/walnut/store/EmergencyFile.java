package io.github.walnut.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sealed records, one after the other, in a file whose space is taken in advance, so that a full
 * disk still leaves room for them. Each record is on disk when {@link #append} returns. A record
 * that was being written when the program died is left out. Not safe for several threads.
 *
 * <p>Layout: 8 bytes of magic, 8 of generation, then for each record 8 bytes of generation, 4 of
 * length, and as many of AES-256-GCM with generation and place bound to them.
 */
final class EmergencyFile implements AutoCloseable {

    static final int BYTES = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EmergencyFile.class);
    private static final long MAGIC = 0x57414c4e55540001L; // WALNUT and the version of the layout
    private static final int HEADER = 16;
    private static final int PREFIX = 12;

    private final Path file;
    private final SecretBox box;
    private final RandomAccessFile disk;
    private final SecureRandom random = new SecureRandom();
    private long generation;
    private long end = HEADER;
    private int records;

    private EmergencyFile(Path file, SecretBox box, RandomAccessFile disk) {
        this.file = file;
        this.box = box;
        this.disk = disk;
    }

    /**
     * Takes the space and finds the end of what is there.
     *
     * @param key 32 bytes
     * @throws IOException when the space cannot be had
     */
    static EmergencyFile open(Path file, byte[] key) throws IOException {
        PrivateFiles.createFile(file);
        // Not a channel: an interrupt of one thread would close it for all.
        RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw");
        try {
            EmergencyFile opened = new EmergencyFile(file, new SecretBox(key), disk);
            opened.allocate();
            opened.begin();
            return opened;
        } catch (IOException e) {
            disk.close();
            throw e;
        }
    }

    /** Zeros are written, since a hole in a file holds no space. */
    private void allocate() throws IOException {
        byte[] zeros = new byte[1 << 16];
        disk.seek(disk.length());
        while (disk.length() < BYTES) {
            disk.write(zeros, 0, (int) Math.min(zeros.length, BYTES - disk.length()));
        }
        disk.getFD().sync();
    }

    private void begin() throws IOException {
        ByteBuffer header = read(0, HEADER);
        long magic = header.getLong();
        generation = header.getLong();
        if (magic != MAGIC) {
            if (magic != 0) {
                setAside("has no header of this version");
            }
            clear();
        }
    }

    /** Keeps a copy of what cannot be used as it stands. */
    void setAside(String why) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + ".refused");
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("{} {}; a copy is kept as {}", file, why, copy);
    }

    /** What was appended since the last {@link #clear}, oldest first. */
    List<byte[]> readAll() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        List<Integer> damaged = new ArrayList<>();
        end = HEADER;
        records = 0;
        long at = HEADER;
        int number = 0;
        for (int length = lengthAt(at); length > 0; length = lengthAt(at)) {
            byte[] content = open(read(at + PREFIX, length).array(), number);
            at += PREFIX + length;
            if (content == null) {
                damaged.add(number);
            } else {
                contents.add(content);
                end = at;
                records = number + 1;
            }
            number++;
        }
        damaged.remove((Integer) (number - 1)); // only the last one can be torn
        if (!damaged.isEmpty()) {
            setAside("has damaged records, which are left out: " + damaged);
        }
        return contents;
    }

    /** Negative where no record of this generation begins. */
    private int lengthAt(long at) throws IOException {
        if (at + PREFIX > BYTES) {
            return -1;
        }
        ByteBuffer prefix = read(at, PREFIX);
        boolean ours = prefix.getLong() == generation;
        int length = prefix.getInt();
        return ours && length > 0 && at + PREFIX + length <= BYTES ? length : -1;
    }

    /**
     * @throws IOException when the file is full or the disk fails; the record does not exist then
     */
    void append(byte[] content) throws IOException {
        byte[] sealed = box.seal(place(records), deflated(content));
        if (end + PREFIX + sealed.length > BYTES) {
            throw new IOException(file + " is full with " + records + " records");
        }
        ByteBuffer record =
                ByteBuffer.allocate(PREFIX + sealed.length)
                        .putLong(generation)
                        .putInt(sealed.length)
                        .put(sealed)
                        .flip();
        write(record, end);
        end += PREFIX + sealed.length;
        records++;
    }

    /** What is left is more than a quarter, which is for orders alone. */
    boolean roomy() {
        return end < BYTES / 4 * 3;
    }

    /** Whatever was appended is no longer needed. */
    void clear() throws IOException {
        long next = random.nextLong() | 1;
        write(ByteBuffer.allocate(HEADER).putLong(MAGIC).putLong(next).flip(), 0);
        generation = next;
        end = HEADER;
        records = 0;
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        disk.seek(at);
        disk.write(bytes.array(), 0, bytes.limit());
        disk.getFD().sync();
    }

    private ByteBuffer read(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        disk.seek(at);
        disk.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private byte[] open(byte[] sealed, int number) throws IOException {
        try {
            return inflated(box.open(place(number), sealed));
        } catch (SecretException e) {
            return null;
        }
    }

    private SecretBox.Place place(int number) {
        return new SecretBox.Place("emergency.journal", Long.toHexString(generation), "", number);
    }

    private static byte[] deflated(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] inflated(byte[] content) throws IOException {
        return new InflaterInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
