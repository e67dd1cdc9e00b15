package io.github.walnut.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HkdfTest {

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    @Requirement("SEC-43")
    void derives_the_first_vector_of_rfc_5869() {
        byte[] okm =
                Hkdf.derive(
                        hex("000102030405060708090a0b0c"),
                        hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                        hex("f0f1f2f3f4f5f6f7f8f9"),
                        42);
        assertThat(HexFormat.of().formatHex(okm))
                .isEqualTo(
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    @Requirement("SEC-43")
    void derives_the_third_vector_of_rfc_5869_without_salt() {
        byte[] okm =
                Hkdf.derive(
                        new byte[0],
                        hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                        new byte[0],
                        42);
        assertThat(HexFormat.of().formatHex(okm))
                .isEqualTo(
                        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void gives_another_key_for_another_purpose() {
        char[] key = "Tr0ub4dor&3-and-a-second-sentence".toCharArray();
        assertThat(Hkdf.key(key, "walnut kek v1"))
                .hasSize(32)
                .isEqualTo(Hkdf.key(key, "walnut kek v1"))
                .isNotEqualTo(Hkdf.key(key, "walnut audit v1"));
    }
}
