package io.github.walnut.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, "upsrw"})
class RealUpsdIT {

    @Test
    void shows_what_was_set_and_ends_with_its_drivers() throws Exception {
        try (RealUpsd upsd =
                RealUpsd.with("rack1").ups("rack2", Map.of("ups.load", "71")).start()) {
            upsd.set("rack1", "ups.status", "OB DISCHRG");

            assertThat(upsd.ask("GET VAR rack1 ups.status"))
                    .isEqualTo("VAR rack1 ups.status \"OB DISCHRG\"");
            assertThat(upsd.ask("GET VAR rack2 ups.load")).isEqualTo("VAR rack2 ups.load \"71\"");
        }
    }

    @Test
    @RealPeer({"certutil", "pk12util", "openssl"})
    void offers_tls_out_of_an_nss_database() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").tls().start()) {
            assertThat(upsd.ask("STARTTLS")).isEqualTo("OK STARTTLS");
        }
    }
}
