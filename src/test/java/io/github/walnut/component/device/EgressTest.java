package io.github.walnut.component.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("SEC-53")
class EgressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "169.254.169.254",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "100.100.100.200",
                "fd00:ec2::254",
                "localhost",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "127.1",
                "10.0.0.01"
            })
    void addresses_that_are_never_a_target_are_refused(String host) {
        DeviceException refused =
                catchThrowableOfType(
                        DeviceException.class, () -> Egress.withoutExceptions().resolve(host));
        assertThat(refused).as(host).isNotNull();
        assertThat(refused.code()).isEqualTo("egress_refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.5",
                "192.168.1.9",
                "172.16.3.4",
                "192.0.2.7",
                "fd12:3456::1",
                "2001:db8::5"
            })
    void private_and_public_networks_are_open(String host) throws Exception {
        assertThat(Egress.withoutExceptions().resolve(host)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.77"})
    void a_list_opens_loopback_and_closes_the_rest(String host) {
        Egress loopback = Egress.only(List.of("127.0.0.0/24"));
        assertThatCode(() -> loopback.resolve(host)).doesNotThrowAnyException();
        assertThatThrownBy(() -> loopback.resolve("127.0.1.1")).isInstanceOf(DeviceException.class);
        assertThatThrownBy(() -> loopback.resolve("10.0.0.5")).isInstanceOf(DeviceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "example.org/8", "10.0.0.0/33", "x/1"})
    void what_is_no_network_is_refused_at_once(String block) {
        assertThatThrownBy(() -> Egress.only(List.of(block)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
