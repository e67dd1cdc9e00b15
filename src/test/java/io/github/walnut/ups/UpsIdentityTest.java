package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpsIdentityTest {

    @Test
    @Requirement("API-20")
    void reads_device_variables_first_then_those_of_older_drivers() {
        assertThat(
                        UpsIdentity.of(
                                Map.of(
                                        "device.mfr", "EATON",
                                        "ups.mfr", "Powerware",
                                        "ups.model", " 5P 1550 ",
                                        "device.serial", " ",
                                        "ups.serial", "GB12\u001b[31m")))
                .isEqualTo(new UpsIdentity("EATON", "5P 1550", "GB12"));
    }

    @Test
    void says_nothing_of_a_device_that_says_nothing() {
        assertThat(UpsIdentity.of(Map.of("ups.status", "OL"))).isEqualTo(UpsIdentity.UNKNOWN);
    }
}
