package io.github.walnut.component.device;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Six bytes of 0xFF, the address sixteen times, and six bytes of password where one is set. */
final class MagicPacket {

    private static final int REPEATS = 16;
    private static final int PASSWORD = 6;

    private MagicPacket() {}

    /**
     * @param password null for none; wiped here
     */
    static byte[] of(MacAddress mac, char[] password) throws DeviceException {
        byte[] secret = secret(password);
        ByteBuffer packet = ByteBuffer.allocate(6 + REPEATS * 6 + secret.length);
        packet.put(new byte[] {-1, -1, -1, -1, -1, -1});
        for (int i = 0; i < REPEATS; i++) {
            packet.put(mac.bytes());
        }
        return packet.put(secret).array();
    }

    private static byte[] secret(char[] password) throws DeviceException {
        if (password == null) {
            return new byte[0];
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        Arrays.fill(password, '\0');
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
        if (bytes.length != PASSWORD) {
            throw DeviceException.of(
                    "validation", "secureon_invalid", "A Wake on LAN password has six characters.");
        }
        return bytes;
    }
}
