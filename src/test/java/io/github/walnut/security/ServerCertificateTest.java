package io.github.walnut.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {

    @TempDir private Path folder;
    private TestCertificates house;

    @BeforeEach
    void authority() throws Exception {
        house = new TestCertificates(folder);
    }

    private ServerCertificate read() throws ServerCertificate.Unusable {
        return ServerCertificate.read(house.certificate(), house.key());
    }

    private ServerCertificate.Unusable refused() {
        return catchThrowableOfType(ServerCertificate.Unusable.class, this::read);
    }

    @Test
    void keys_are_read_in_each_form_that_tools_write() throws Exception {
        house.issue("RSA", 2048);
        assertThat(read().key().getAlgorithm()).isEqualTo("RSA");
        house.issueOldForm("RSA", 2048);
        assertThat(read().key().getAlgorithm()).isEqualTo("RSA");
        house.issue("EC", 256);
        assertThat(read().key().getAlgorithm()).isEqualTo("EC");
        house.issueOldForm("EC", 384);
        assertThat(read().key().getAlgorithm()).isEqualTo("EC");
        house.issue("Ed25519", 0);
        assertThat(read().key().getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void text_around_the_blocks_and_certificates_above_are_taken() throws Exception {
        house.issue("EC", 256);
        Files.writeString(
                house.certificate(),
                "subject=CN = walnut\n"
                        + Files.readString(house.certificate())
                        + Files.readString(house.caFile()));
        assertThat(read().chain()).hasSize(2);
        assertThat(read()).hasToString("the certificate of CN=walnut");
    }

    @Test
    void what_does_not_serve_is_said_of_the_file_that_is_wrong() throws Exception {
        house.issue("EC", 256);
        Files.writeString(
                house.key(),
                TestCertificates.pem("PRIVATE KEY", TestCertificates.strangerKey().getEncoded()));
        assertThat(refused().ofKey()).isTrue();
        assertThat(refused()).hasMessageContaining("expected the key of the certificate in");

        Files.writeString(
                house.key(),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END"
                        + " ENCRYPTED PRIVATE KEY-----\n");
        assertThat(refused()).hasMessageContaining("without a passphrase");
        Files.writeString(
                house.key(),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA"
                        + " PRIVATE KEY-----\n");
        assertThat(refused()).hasMessageContaining("without a passphrase");
        Files.writeString(house.key(), TestCertificates.pem("RSA PRIVATE KEY", new byte[] {1, 2}));
        assertThat(refused().ofKey()).isTrue();
        Files.writeString(house.key(), TestCertificates.pem("PRIVATE KEY", new byte[] {1, 2}));
        assertThat(refused().ofKey()).isTrue();
        Files.writeString(house.key(), "nothing");
        assertThat(refused()).hasMessageContaining("got none in");
        Files.delete(house.key());
        assertThat(refused()).hasMessageContaining("expected a readable file");

        Files.writeString(house.certificate(), TestCertificates.pem("CERTIFICATE", new byte[9]));
        assertThat(refused().ofKey()).isFalse();
        Files.writeString(house.certificate(), "nothing");
        assertThat(refused()).hasMessageContaining("expected a PEM certificate");
    }

    @Test
    @Requirement("OPS-2")
    void a_handshake_keeps_the_pair_that_it_began_with() throws Exception {
        house.issue("EC", 256);
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        RenewedCertificate renewed =
                new RenewedCertificate(house.certificate(), house.key(), clock(now));
        String first = renewed.chooseEngineServerAlias("EC", null, null);
        assertThat(renewed.chooseEngineServerAlias("RSA", null, null)).isNull();
        var before = renewed.getPrivateKey(first);

        house.issue("EC", 256);
        assertThat(renewed.chooseEngineServerAlias("EC", null, null)).isEqualTo(first);
        now[0] = now[0].plus(Duration.ofSeconds(2));
        String second = renewed.chooseEngineServerAlias("EC", null, null);

        assertThat(second).isNotEqualTo(first);
        assertThat(renewed.getPrivateKey(first)).isEqualTo(before);
        assertThat(renewed.getPrivateKey(second)).isNotEqualTo(before);
    }

    private static Clock clock(Instant[] now) {
        return new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }
}
