package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NutTlsTest {

    private static final String QUICK = "?delay=500&fastDelay=0";

    @TempDir Path folder;

    private final Events events = new Events();
    private final NutTlsMemory memory = NutTlsMemory.transientMemory();

    @ParameterizedTest
    @Requirement({"NUT-30", "NUT-31", "NUT-32"})
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void goes_over_to_tls_and_remembers_the_certificate(String protocol) throws Exception {
        ScriptedTls tls = ScriptedTls.create(folder, protocol);
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1").with(tls);
                Received received = from(upsd, "&tls=required&username=monitor&password=secret")) {
            received.firstGood();

            assertThat(upsd.heard())
                    .startsWith(
                            "STARTTLS",
                            "VER",
                            "USERNAME monitor",
                            "PASSWORD secret",
                            "LIST VAR rack1");
            assertThat(memory.find(upsd.server())).contains(tls.pin());
            assertThat(events.first(NutServerEvent.TlsState.class))
                    .isEqualTo(new NutServerEvent.TlsState(upsd.server(), true, false));
        }
    }

    @ParameterizedTest
    @Requirement("NUT-32")
    @ValueSource(
            strings = {
                "S: BEGIN LIST VAR rack1\nS: VAR rack1 ups.status \"OL\"\nS: END LIST VAR rack1\n",
                "J: BEGIN LIST VAR rack1 | VAR rack1 ups.status \"OL\" | END LIST VAR rack1\n",
                "SPLIT\nS: BEGIN LIST VAR rack1\nS: VAR rack1 ups.status \"OL\"\nS: END LIST VAR rack1\n"
            })
    void reads_answers_in_one_record_in_many_or_in_one_for_each_byte(String answer)
            throws Exception {
        String script =
                "C: STARTTLS\nS: OK STARTTLS\nTLS\nC: VER\nS: upsd\nC: LIST VAR rack1\n" + answer;
        try (ScriptedUpsd upsd =
                        ScriptedUpsd.script(script).with(ScriptedTls.create(folder, "TLSv1.3"));
                Received received = from(upsd, "&tls=required")) {
            assertThat(Received.variables(received.first(m -> true)))
                    .containsEntry("ups.status", "OL");
        }
    }

    @Test
    @Requirement("NUT-30")
    void goes_on_in_clear_where_tls_is_not_to_be_had() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received = from(upsd, "&username=monitor&password=secret")) {
            received.firstGood();

            assertThat(events.first(NutServerEvent.TlsState.class))
                    .isEqualTo(new NutServerEvent.TlsState(upsd.server(), false, true));
        }
    }

    @Test
    @Requirement("NUT-30")
    void does_not_try_tls_where_it_is_switched_off() throws Exception {
        try (ScriptedUpsd upsd =
                        ScriptedUpsd.healthy("rack1").with(ScriptedTls.create(folder, "TLSv1.3"));
                Received received = from(upsd, "&tls=off")) {
            received.firstGood();

            assertThat(upsd.heard()).doesNotContain("STARTTLS");
        }
    }

    @Test
    @Requirement("NUT-30")
    void has_no_connection_rather_than_one_without_required_tls() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received = from(upsd, "&tls=required&username=monitor&password=secret")) {
            assertTlsFailure(received.first(m -> true));
            assertThat(upsd.heard()).containsExactly("STARTTLS");
        }
    }

    @Test
    @Requirement("NUT-30")
    void refuses_clear_text_from_a_server_that_has_done_tls() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1")) {
            memory.save(upsd.server(), "00".repeat(32));
            try (Received received = from(upsd, "")) {
                assertTlsFailure(received.first(m -> true));
                assertThat(events.first(NutServerEvent.TlsDowngrade.class).server())
                        .isEqualTo(upsd.server());
                received.next(m -> true);
                assertThat(events.all(NutServerEvent.TlsDowngrade.class)).hasSize(1);
            }
        }
    }

    @Test
    @Requirement("NUT-31")
    void refuses_another_certificate_than_the_first() throws Exception {
        ScriptedTls tls = ScriptedTls.create(folder, "TLSv1.3");
        String before = "00".repeat(32);
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1").with(tls)) {
            memory.save(upsd.server(), before);
            try (Received received = from(upsd, "")) {
                assertTlsFailure(received.first(m -> true));
                assertThat(events.first(NutServerEvent.TlsCertificateChanged.class))
                        .isEqualTo(
                                new NutServerEvent.TlsCertificateChanged(
                                        upsd.server(), before, tls.pin()));
                assertThat(memory.find(upsd.server())).isEqualTo(Optional.of(before));
            }
        }
    }

    @Test
    @Requirement("NUT-31")
    void believes_the_pinned_certificate_and_no_other() throws Exception {
        ScriptedTls tls = ScriptedTls.create(folder, "TLSv1.3");
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1").with(tls);
                Received right = from(upsd, "&tls=required&tlsTrust=pin&tlsPin=" + tls.pin());
                Received wrong =
                        from(upsd, "&tls=required&tlsTrust=pin&tlsPin=" + "ab".repeat(32))) {
            right.firstGood();
            assertTlsFailure(wrong.first(m -> true));
        }
    }

    @Test
    @Requirement("NUT-31")
    void believes_an_authority_for_the_name_of_the_host() throws Exception {
        ScriptedTls tls = ScriptedTls.create(folder, "TLSv1.3");
        ScriptedTls elsewhere = ScriptedTls.create(folder, "TLSv1.3", "dns:elsewhere.example", 365);
        try (ScriptedUpsd here = ScriptedUpsd.healthy("rack1").with(tls);
                ScriptedUpsd there = ScriptedUpsd.healthy("rack1").with(elsewhere)) {
            String options = "&tls=required&tlsTrust=ca&sslContextParameters=#ssl";
            try (Received trusted = from(here, options, "ssl", trusting(tls));
                    Received otherName = from(there, options, "ssl", trusting(elsewhere));
                    Received unknown = from(here, options, "ssl", trusting(elsewhere))) {
                trusted.firstGood();
                assertTlsFailure(otherName.first(m -> true));
                assertTlsFailure(unknown.first(m -> true));
            }
        }
    }

    @Test
    @Requirement("NUT-32")
    void shows_its_own_certificate_when_asked() throws Exception {
        ScriptedTls tls = ScriptedTls.create(folder, "TLSv1.2").wantingClientCertificate();
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1").with(tls);
                Received with =
                        from(
                                upsd,
                                "&tls=required&sslContextParameters=#ssl",
                                "ssl",
                                presenting(tls));
                Received without = from(upsd, "&tls=required&username=a&password=b")) {
            with.firstGood();
            assertTlsFailure(without.first(m -> true));
        }
    }

    @Test
    @Requirement("NUT-32")
    void closes_when_bytes_come_before_the_handshake() throws Exception {
        String script = "C: STARTTLS\nJ: OK STARTTLS | VAR rack1 ups.status \"OB\"\nSILENT\n";
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Received received = from(upsd, "")) {
            assertTlsFailure(received.first(m -> true));
            assertThat(upsd.heard()).containsExactly("STARTTLS");
        }
    }

    @Test
    @Requirement("NUT-32")
    void has_failed_when_the_first_request_over_tls_has() throws Exception {
        String script = "C: STARTTLS\nS: OK STARTTLS\nTLS\nC: VER\nCUT\n";
        try (ScriptedUpsd upsd =
                        ScriptedUpsd.script(script).with(ScriptedTls.create(folder, "TLSv1.3"));
                Received received = from(upsd, "")) {
            assertTlsFailure(received.first(m -> true));
            assertThat(memory.find(upsd.server())).isEmpty();
        }
    }

    @Test
    @Requirement("NUT-31")
    void tells_that_a_certificate_ends_soon() throws Exception {
        ScriptedTls tls = ScriptedTls.create(folder, "TLSv1.3", "ip:127.0.0.1", 20);
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1").with(tls);
                Received received = from(upsd, "")) {
            received.firstGood();

            assertThat(events.first(NutServerEvent.TlsCertificateExpiring.class).notAfter())
                    .isEqualTo(tls.certificate().getNotAfter().getTime());
        }
    }

    private Received from(ScriptedUpsd upsd, String options, Object... beans) throws Exception {
        Object[] all = new Object[beans.length + 4];
        System.arraycopy(new Object[] {"events", events, "memory", memory}, 0, all, 0, 4);
        System.arraycopy(beans, 0, all, 4, beans.length);
        return Received.from("nut:rack1@" + upsd.address() + QUICK + options, all);
    }

    private static void assertTlsFailure(Message message) {
        assertThat(message.getHeaders())
                .containsEntry(NutConstants.REACHABLE, false)
                .containsEntry(NutConstants.ERROR, "TLS")
                .containsEntry(NutConstants.ERROR_CLASS, "security")
                .containsEntry(NutConstants.CAUSE, "tls");
    }

    private SSLContextParameters trusting(ScriptedTls tls) throws Exception {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store(tls.trustStore(folder)));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    private SSLContextParameters presenting(ScriptedTls tls) throws Exception {
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store(tls.keyStore(folder)));
        keys.setKeyPassword("changeit");
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(keys);
        return parameters;
    }

    private static KeyStoreParameters store(Path file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setType("PKCS12");
        store.setPassword("changeit");
        return store;
    }
}
