package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NutErrorTest {

    @ParameterizedTest
    @Requirement({"NUT-26", "NUT-27", "NUT-93"})
    @CsvSource({
        "TRANSPORT, transport, tcp, true",
        "TIMEOUT, transport, tcp, true",
        "TLS, security, tls, true",
        "ACCESS-DENIED, security, auth, false",
        "INVALID-PASSWORD, security, auth, false",
        "INVALID-USERNAME, security, auth, false",
        "USERNAME-REQUIRED, security, auth, false",
        "PASSWORD-REQUIRED, security, auth, false",
        "DRIVER-NOT-CONNECTED, driver, driver, false",
        "DATA-STALE, device, stale, false",
        "WAIT, device, stale, false",
        "UNKNOWN-UPS, config, config, false",
        "VAR-NOT-SUPPORTED, config, config, false",
        "CMD-NOT-SUPPORTED, config, config, false",
        "READONLY, config, config, false",
        "TOO-LONG, config, config, false",
        "INVALID-VALUE, config, config, false",
        "INVALID-ARGUMENT, config, config, false",
        "FEATURE-NOT-SUPPORTED, config, config, false",
        "FEATURE-NOT-CONFIGURED, config, config, false",
        "VAR-UNKNOWN, config, config, false",
        "UNKNOWN-TYPE, config, config, false",
        "UNKNOWN-INSTCMD, config, config, false",
        "MISSING-ARGUMENT, config, config, false",
        "INSTCMD-FAILED, refused, protocol, false",
        "SET-FAILED, refused, protocol, false",
        "ALREADY-LOGGED-IN, refused, protocol, false",
        "ALREADY-SET-USERNAME, refused, protocol, false",
        "ALREADY-SET-PASSWORD, refused, protocol, false",
        "ALREADY-SSL-MODE, refused, protocol, false",
        "UNKNOWN-COMMAND, refused, protocol, false",
        "SOMETHING-NEW, refused, protocol, false",
        "data-stale, device, stale, false",
        "PROTOCOL, protocol, protocol, true",
    })
    void each_word_has_its_class_and_its_cause(
            String word, String errorClass, String cause, boolean endsConnection) {
        NutError error = new NutError(word, "as told");

        assertThat(error.errorClass().word()).isEqualTo(errorClass);
        assertThat(error.cause()).isEqualTo(cause);
        assertThat(error.endsConnection()).isEqualTo(endsConnection);
    }
}
