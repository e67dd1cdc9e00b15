package io.github.walnut.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Streams sealed with a passphrase. A header (magic, cost of argon2id, salt, start of the nonces),
 * then AES-256-GCM in chunks of 64 KiB; header, number of the chunk and whether it is the last are
 * bound to each, so that nothing can be changed, moved, left out or cut off.
 */
public final class PassphraseSeal {

    /** A shorter passphrase seals nothing. */
    public static final int SHORTEST = 12;

    private static final byte[] MAGIC = "WNUTBK1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int PREFIX_BYTES = 8;
    private static final int HEADER_BYTES = MAGIC.length + 8 + SALT_BYTES + PREFIX_BYTES;
    private static final int CHUNK = 1 << 16;
    private static final int TAG_BYTES = 16;
    private static final int MOST_MEMORY_KIB = 1 << 18;
    private static final int MOST_PASSES = 10;

    private final byte[] header;
    private final SecretKeySpec key;

    private PassphraseSeal(byte[] header, char[] passphrase) {
        this.header = header;
        this.key = key(header, passphrase);
    }

    /** Closing it writes the last chunk and closes the stream below. */
    public static OutputStream seal(
            OutputStream below, char[] passphrase, PasswordHasher.Profile cost) throws IOException {
        if (passphrase.length < SHORTEST) {
            throw new IllegalArgumentException(
                    "the passphrase has "
                            + passphrase.length
                            + " characters, expected at least "
                            + SHORTEST);
        }
        byte[] chance = new byte[SALT_BYTES + PREFIX_BYTES];
        new SecureRandom().nextBytes(chance);
        byte[] header =
                ByteBuffer.allocate(HEADER_BYTES)
                        .put(MAGIC)
                        .putInt(cost.memoryKib())
                        .putInt(cost.passes())
                        .put(chance)
                        .array();
        below.write(header);
        return new Sealing(new PassphraseSeal(header, passphrase), below);
    }

    /**
     * What is read was sealed with this passphrase and stands where it stood. The end of the stream
     * is told only when the whole was read.
     *
     * @throws IOException when this is not such a stream; reading throws it for whatever was
     *     changed, and {@link WrongPassphraseException} when the beginning does not open
     */
    public static InputStream open(InputStream below, char[] passphrase) throws IOException {
        byte[] header = below.readNBytes(HEADER_BYTES);
        ByteBuffer fields = ByteBuffer.wrap(header);
        if (header.length < HEADER_BYTES
                || !Arrays.equals(Arrays.copyOf(header, MAGIC.length), MAGIC)) {
            throw new IOException("this is not a backup of walNUT");
        }
        int memory = fields.getInt(MAGIC.length);
        int passes = fields.getInt(MAGIC.length + 4);
        if (memory < 8 || memory > MOST_MEMORY_KIB || passes < 1 || passes > MOST_PASSES) {
            throw new IOException("the header of the backup is damaged");
        }
        return new Opening(new PassphraseSeal(header, passphrase), below);
    }

    private static SecretKeySpec key(byte[] header, char[] passphrase) {
        ByteBuffer fields = ByteBuffer.wrap(header).position(MAGIC.length);
        Argon2Parameters.Builder cost =
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(fields.getInt())
                        .withIterations(fields.getInt())
                        .withParallelism(1);
        byte[] salt = new byte[SALT_BYTES];
        fields.get(salt);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(cost.withSalt(salt).build());
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] input = Arrays.copyOf(encoded.array(), encoded.limit());
        byte[] key = new byte[32];
        try {
            generator.generateBytes(input, key);
            return new SecretKeySpec(key, "AES");
        } finally {
            Arrays.fill(input, (byte) 0);
            Arrays.fill(encoded.array(), (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] crypt(int mode, int number, boolean last, byte[] bytes, int length)
            throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(PREFIX_BYTES + 4)
                        .put(header, HEADER_BYTES - PREFIX_BYTES, PREFIX_BYTES)
                        .putInt(number)
                        .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
        return cipher.doFinal(bytes, 0, length);
    }

    private static final class Sealing extends OutputStream {

        private final PassphraseSeal seal;
        private final OutputStream below;
        private final byte[] chunk = new byte[CHUNK];
        private int filled;
        private int number;
        private boolean closed;

        Sealing(PassphraseSeal seal, OutputStream below) {
            this.seal = seal;
            this.below = below;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int at = from;
            int rest = length;
            while (rest > 0) {
                if (filled == CHUNK) {
                    flushChunk(false);
                }
                int part = Math.min(rest, CHUNK - filled);
                System.arraycopy(bytes, at, chunk, filled, part);
                filled += part;
                at += part;
                rest -= part;
            }
        }

        private void flushChunk(boolean last) throws IOException {
            try {
                below.write(seal.crypt(Cipher.ENCRYPT_MODE, number, last, chunk, filled));
            } catch (GeneralSecurityException e) {
                throw new IOException("a chunk cannot be sealed", e);
            }
            number = Math.incrementExact(number);
            filled = 0;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try (below) {
                    flushChunk(true);
                } finally {
                    Arrays.fill(chunk, (byte) 0);
                }
            }
        }
    }

    private static final class Opening extends InputStream {

        private final PassphraseSeal seal;
        private final InputStream below;
        private byte[] sealed;
        private byte[] chunk = new byte[0];
        private int read;
        private int number;

        Opening(PassphraseSeal seal, InputStream below) throws IOException {
            this.seal = seal;
            this.below = below;
            this.sealed = below.readNBytes(CHUNK + TAG_BYTES);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int to, int length) throws IOException {
            while (read == chunk.length) {
                if (sealed == null) {
                    return -1;
                }
                openChunk();
            }
            int part = Math.min(length, chunk.length - read);
            System.arraycopy(chunk, read, bytes, to, part);
            read += part;
            return part;
        }

        private void openChunk() throws IOException {
            byte[] next = below.readNBytes(CHUNK + TAG_BYTES);
            boolean last = next.length == 0;
            try {
                chunk = seal.crypt(Cipher.DECRYPT_MODE, number, last, sealed, sealed.length);
            } catch (AEADBadTagException e) {
                throw number == 0 ? new WrongPassphraseException(e) : changed(e);
            } catch (GeneralSecurityException e) {
                throw changed(e);
            }
            number = Math.incrementExact(number);
            read = 0;
            sealed = last ? null : next;
        }

        private static IOException changed(GeneralSecurityException e) {
            return new IOException("the backup was changed or cut off", e);
        }

        @Override
        public void close() throws IOException {
            below.close();
        }
    }
}
