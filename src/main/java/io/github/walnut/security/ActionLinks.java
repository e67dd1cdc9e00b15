package io.github.walnut.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signs links: HMAC-SHA256 over run, action, channel and end under a key of their own. Whoever
 * holds the text may act, so it is a secret.
 */
public final class ActionLinks {

    /** What each begins with, so that they are known wherever they turn up. */
    public static final String PREFIX = "wnl_";

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 2 + 2 * Long.BYTES + Long.BYTES;
    private static final int MAC_BYTES = 32;
    private static final int LONGEST = 512;

    /** The first one signs; each of them verifies. */
    private volatile List<byte[]> keys;

    public ActionLinks(Hkdf keys) {
        use(keys, null);
    }

    /**
     * Signs with other keys from now on.
     *
     * @param before whose links are accepted as well; null for none
     */
    public void use(Hkdf present, Hkdf before) {
        keys = before == null ? List.of(key(present)) : List.of(key(present), key(before));
    }

    private static byte[] key(Hkdf keys) {
        return keys.key("walnut action links v1");
    }

    /** Fits into a segment of a path as it is. */
    public String sign(ActionLink link) {
        byte[] channel = link.channel().getBytes(StandardCharsets.UTF_8);
        ByteBuffer signed = ByteBuffer.allocate(HEAD_BYTES + channel.length + MAC_BYTES);
        signed.put(VERSION).put((byte) link.action().ordinal());
        signed.putLong(link.runId().getMostSignificantBits());
        signed.putLong(link.runId().getLeastSignificantBits());
        signed.putLong(link.until().toEpochMilli()).put(channel);
        byte[] words = Arrays.copyOf(signed.array(), signed.position());
        signed.put(Hkdf.hmac(keys.get(0), words));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(signed.array());
    }

    /** What was signed, whether its time is over or not; empty for everything else. */
    public Optional<ActionLink> read(String token) {
        if (token == null || token.length() > LONGEST || !token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (signed.length <= HEAD_BYTES + MAC_BYTES) {
            return Optional.empty();
        }
        byte[] words = Arrays.copyOf(signed, signed.length - MAC_BYTES);
        byte[] mac = Arrays.copyOfRange(signed, words.length, signed.length);
        boolean ours = false;
        for (byte[] key : keys) {
            ours |= MessageDigest.isEqual(Hkdf.hmac(key, words), mac);
        }
        return ours && words[0] == VERSION ? Optional.of(link(words)) : Optional.empty();
    }

    private static ActionLink link(byte[] words) {
        ByteBuffer read = ByteBuffer.wrap(words, 1, words.length - 1);
        ActionLink.Action action = ActionLink.Action.values()[read.get()];
        UUID run = new UUID(read.getLong(), read.getLong());
        Instant until = Instant.ofEpochMilli(read.getLong());
        String channel = StandardCharsets.UTF_8.decode(read).toString();
        return new ActionLink(run, action, channel, until);
    }

    /** What is kept of a used one: the same however its text was spelled. */
    public static String print(ActionLink link) {
        return Digests.sha256Hex(
                String.join(
                        "\n",
                        link.runId().toString(),
                        link.action().word(),
                        Long.toString(link.until().toEpochMilli()),
                        link.channel()));
    }
}
