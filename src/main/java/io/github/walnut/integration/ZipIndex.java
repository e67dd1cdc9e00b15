package io.github.walnut.integration;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The table of contents of a zip archive in memory, and what it names. Java's own readers do not
 * tell what kind of file an entry is, and each believes another one of the two places at which a
 * zip says what it holds; here both must say the same.
 */
final class ZipIndex {

    private static final int END = 0x06054b50;
    private static final int ENTRY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int ENCRYPTED = 0x41;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int UNIX = 3;
    private static final int KIND = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int FOLDER = 0x4000;

    /** The archive is none, or one that is not opened. */
    static final class BadZip extends Exception {
        private static final long serialVersionUID = 1;

        BadZip(String message) {
            super(message);
        }
    }

    /**
     * @param name as it stands there
     * @param packed bytes in the archive
     * @param size bytes that it says it will be
     * @param kind bits of the kind of file in Unix, or 0 when it does not say
     */
    record Entry(
            String name,
            int flags,
            int method,
            long crc,
            long packed,
            long size,
            int kind,
            int at) {

        boolean folder() {
            return name.endsWith("/");
        }

        boolean encrypted() {
            return (flags & ENCRYPTED) != 0;
        }

        /** A link, a device or something else that is no plain file. */
        boolean special() {
            return kind != 0 && kind != (folder() ? FOLDER : REGULAR);
        }
    }

    private final ByteBuffer zip;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param most entries that are read
     */
    ZipIndex(byte[] bytes, int most) throws BadZip {
        this.zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            read(end(), most);
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw new BadZip("its table of contents is cut off");
        }
    }

    List<Entry> entries() {
        return entries;
    }

    private int end() throws BadZip {
        int last = zip.limit() - END_SIZE;
        for (int at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
            if (zip.getInt(at) == END) {
                return at;
            }
        }
        throw new BadZip("it is no zip archive");
    }

    private void read(int end, int most) throws BadZip {
        int count = Short.toUnsignedInt(zip.getShort(end + 10));
        if (count > most) {
            throw new BadZip("it has " + count + " entries, at most " + most + " are taken");
        }
        boolean parts = zip.getShort(end + 4) != 0 || zip.getShort(end + 8) != (short) count;
        long start = Integer.toUnsignedLong(zip.getInt(end + 16));
        if (parts || start > end) {
            throw new BadZip("it is one of several parts, or larger than it can be");
        }
        zip.position((int) start);
        for (int i = 0; i < count; i++) {
            entries.add(entry());
        }
        if (zip.position() != end) {
            throw new BadZip("its table of contents is longer than it says");
        }
    }

    private Entry entry() throws BadZip {
        int begin = zip.position();
        if (zip.getInt() != ENTRY) {
            throw new BadZip("its table of contents is damaged");
        }
        int host = Byte.toUnsignedInt(zip.get(begin + 5));
        int flags = Short.toUnsignedInt(zip.getShort(begin + 8));
        int method = Short.toUnsignedInt(zip.getShort(begin + 10));
        long crc = Integer.toUnsignedLong(zip.getInt(begin + 16));
        long packed = Integer.toUnsignedLong(zip.getInt(begin + 20));
        long size = Integer.toUnsignedLong(zip.getInt(begin + 24));
        int name = Short.toUnsignedInt(zip.getShort(begin + 28));
        int extra = Short.toUnsignedInt(zip.getShort(begin + 30));
        int comment = Short.toUnsignedInt(zip.getShort(begin + 32));
        int kind = host == UNIX ? zip.getInt(begin + 38) >>> 16 & KIND : 0;
        long at = Integer.toUnsignedLong(zip.getInt(begin + 42));
        if (at > zip.limit()) {
            throw new BadZip("an entry lies outside of it");
        }
        String text = text(begin + 46, name);
        zip.position(begin + 46 + name + extra + comment);
        return new Entry(text, flags, method, crc, packed, size, kind, (int) at);
    }

    private String text(int at, int length) throws BadZip {
        byte[] bytes = new byte[length];
        zip.get(at, bytes);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new BadZip("a name in it is no UTF-8");
        }
    }

    /**
     * The content of an entry, as long as it says and no longer.
     *
     * @param room bytes that may still be unpacked
     */
    byte[] content(Entry entry, long room) throws BadZip {
        try {
            byte[] packed = packed(entry);
            byte[] content =
                    entry.method() == STORED ? packed : inflated(entry, packed, Math.max(0, room));
            CRC32 crc = new CRC32();
            crc.update(content);
            if (content.length != entry.size() || crc.getValue() != entry.crc()) {
                throw new BadZip("'" + shown(entry) + "' is not what its checksum says");
            }
            return content;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new BadZip("'" + shown(entry) + "' is cut off");
        }
    }

    private byte[] packed(Entry entry) throws BadZip {
        int at = entry.at();
        if (zip.getInt(at) != LOCAL) {
            throw new BadZip("'" + shown(entry) + "' is not where it should be");
        }
        int method = Short.toUnsignedInt(zip.getShort(at + 8));
        int name = Short.toUnsignedInt(zip.getShort(at + 26));
        int extra = Short.toUnsignedInt(zip.getShort(at + 28));
        if (method != entry.method() || !text(at + 30, name).equals(entry.name())) {
            throw new BadZip("'" + shown(entry) + "' has two names, or is packed in two ways");
        }
        if (entry.packed() > zip.limit()) {
            throw new BadZip("'" + shown(entry) + "' is cut off");
        }
        byte[] bytes = new byte[(int) entry.packed()];
        zip.get(at + 30 + name + extra, bytes);
        return bytes;
    }

    private static byte[] inflated(Entry entry, byte[] packed, long room) throws BadZip {
        if (entry.method() != DEFLATED) {
            throw new BadZip("'" + shown(entry) + "' is packed in an unknown way");
        }
        if (entry.size() > room) {
            throw new BadZip("it would be too large unpacked");
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] content = new byte[(int) entry.size() + 1];
            int length = 0;
            while (!inflater.finished() && length < content.length) {
                int more = inflater.inflate(content, length, content.length - length);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new BadZip("'" + shown(entry) + "' is damaged");
                }
                length += more;
            }
            if (length > entry.size()) {
                throw new BadZip("'" + shown(entry) + "' is larger than it says");
            }
            return java.util.Arrays.copyOf(content, length);
        } catch (DataFormatException e) {
            throw new BadZip("'" + shown(entry) + "' is damaged");
        } finally {
            inflater.end();
        }
    }

    /** A name that may be shown whatever it holds. */
    static String shown(Entry entry) {
        String plain = entry.name().replaceAll("[^ -~]", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "…";
    }
}
