package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NutProducerTest {

    @Test
    @Requirement("NUT-14")
    void lists_what_a_server_knows() throws Exception {
        String script =
                """
                C: LIST UPS
                J: BEGIN LIST UPS | UPS rack1 "Rack \\"one\\"" | UPS rack2 "" | END LIST UPS
                C: LIST VAR rack1
                J: BEGIN LIST VAR rack1 | VAR rack1 ups.load "23" | END LIST VAR rack1
                C: LIST RW rack1
                J: BEGIN LIST RW rack1 | RW rack1 ups.id "a" | END LIST RW rack1
                C: LIST CMD rack1
                J: BEGIN LIST CMD rack1 | CMD rack1 load.off | CMD rack1 load.on | END LIST CMD rack1
                C: LIST CLIENT rack1
                J: BEGIN LIST CLIENT rack1 | CLIENT rack1 127.0.0.1 | END LIST CLIENT rack1
                C: LIST ENUM rack1 input.sensitivity
                J: BEGIN LIST ENUM rack1 input.sensitivity | ENUM rack1 input.sensitivity "very high" | END LIST ENUM rack1 input.sensitivity
                C: LIST RANGE rack1 input.transfer.low
                J: BEGIN LIST RANGE rack1 input.transfer.low | RANGE rack1 input.transfer.low "90" "105" | END LIST RANGE rack1 input.transfer.low
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            String uri = "nut:rack1@" + upsd.address() + "?tls=off&operation=list&what=";
            assertThat(asked.body(uri + "ups"))
                    .isEqualTo(Map.of("rack1", "Rack \"one\"", "rack2", ""));
            assertThat(asked.body(uri + "var")).isEqualTo(Map.of("ups.load", "23"));
            assertThat(asked.body(uri + "rw")).isEqualTo(Map.of("ups.id", "a"));
            assertThat(asked.body(uri + "cmd")).isEqualTo(List.of("load.off", "load.on"));
            assertThat(asked.body(uri + "client")).isEqualTo(List.of("127.0.0.1"));
            assertThat(asked.body(uri + "enum&variable=input.sensitivity"))
                    .isEqualTo(List.of("very high"));
            assertThat(asked.body(uri + "range&variable=input.transfer.low"))
                    .isEqualTo(List.of("90 105"));
            assertThat(upsd.surprises()).isEmpty();
        }
    }

    @Test
    @Requirement("NUT-14")
    void gets_single_texts_and_a_header_wins_over_its_option() throws Exception {
        String script =
                """
                C: GET VAR rack1 ups.load
                S: VAR rack1 ups.load "23"
                C: GET NUMLOGINS rack1
                S: NUMLOGINS rack1 2
                C: GET UPSDESC rack1
                S: UPSDESC rack1 "Rack one"
                C: GET TYPE rack1 ups.id
                S: TYPE rack1 ups.id RW STRING:8
                C: GET DESC rack1 ups.id
                S: DESC rack1 ups.id "UPS identifier"
                C: GET CMDDESC rack1 load.off
                S: CMDDESC rack1 load.off "Turn off the load"
                C: GET VAR rack2 ups.status
                S: ERR DRIVER-NOT-CONNECTED
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            String uri = "nut:rack1@" + upsd.address() + "?tls=off&operation=get";
            assertThat(asked.body(uri + "&variable=ups.load")).isEqualTo("23");
            assertThat(asked.body(uri + "&what=numlogins")).isEqualTo("2");
            assertThat(asked.body(uri + "&what=upsdesc")).isEqualTo("Rack one");
            assertThat(asked.body(uri + "&what=type&variable=ups.id")).isEqualTo("RW STRING:8");
            assertThat(asked.body(uri + "&what=desc&variable=ups.id")).isEqualTo("UPS identifier");
            assertThat(asked.body(uri + "&what=cmddesc&command=load.off"))
                    .isEqualTo("Turn off the load");
            Exchange failed =
                    asked.send(
                            "nut:*@" + upsd.address() + "?tls=off&operation=list&variable=ups.load",
                            Map.of(
                                    NutConstants.OPERATION, "get",
                                    NutConstants.UPS, "rack2",
                                    NutConstants.VARIABLE, "ups.status"));
            assertThat(Asked.errorOf(failed).word()).isEqualTo("DRIVER-NOT-CONNECTED");
            assertThat(failed.getException())
                    .hasMessage(
                            "GET VAR rack2 ups.status at %s answered ERR DRIVER-NOT-CONNECTED",
                            upsd.address());
            assertThat(upsd.surprises()).isEmpty();
        }
    }

    @ParameterizedTest
    @Requirement({"NUT-14", "NUT-23"})
    @CsvSource(
            delimiter = '|',
            value = {
                "fly | ups.load | x | load.off | | operation 'fly'",
                "get | ups load | x | load.off | | variable name 'ups load'",
                "get | a\"b | x | load.off | | variable name",
                "set | ups.id | a\u0007b | load.off | | control character",
                "instcmd | ups.id | x | load off | | command name 'load off'",
                "instcmd | ups.id | x | load.off | two words | parameter 'two words'",
            })
    void a_bad_argument_fails_the_exchange_and_nothing_is_sent(
            String operation,
            String variable,
            String value,
            String command,
            String parameter,
            String message)
            throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Asked asked = Asked.with()) {
            Map<String, Object> headers = new java.util.HashMap<>();
            headers.put(NutConstants.OPERATION, operation);
            headers.put(NutConstants.VARIABLE, variable);
            headers.put(NutConstants.VALUE, value);
            headers.put(NutConstants.COMMAND, command);
            headers.put(NutConstants.PARAMETER, parameter);

            Exchange exchange = asked.send("nut:rack1@" + upsd.address() + "?tls=off", headers);

            assertThat(exchange.getException())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message);
            assertThat(upsd.heard()).isEmpty();
        }
    }

    @Test
    @Requirement({"NUT-13", "NUT-15", "NUT-16"})
    void sets_a_variable_on_a_second_connection_and_follows_what_becomes_of_it() throws Exception {
        String script =
                """
                C: USERNAME admin
                S: OK
                C: PASSWORD secret
                S: OK
                C: LIST RW rack1
                J: BEGIN LIST RW rack1 | RW rack1 ups.id "old" | END LIST RW rack1
                C: GET TYPE rack1 ups.id
                S: TYPE rack1 ups.id RW STRING:8
                ---
                C: USERNAME admin
                S: OK
                C: PASSWORD secret
                S: OK
                C: SET TRACKING ON
                S: OK
                C: SET VAR rack1 ups.id new #1
                S: OK TRACKING 1bd31808-cb49-4aec-9d75-d056e6f018d2
                C: GET TRACKING 1bd31808-cb49-4aec-9d75-d056e6f018d2
                S: PENDING
                C: GET TRACKING 1bd31808-cb49-4aec-9d75-d056e6f018d2
                S: SUCCESS
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            Exchange exchange =
                    asked.send(
                            "nut:rack1@"
                                    + upsd.address()
                                    + "?tls=off&operation=set&username=admin&password=secret",
                            Map.of(NutConstants.VARIABLE, "ups.id", NutConstants.VALUE, "new #1"));

            assertThat(Asked.bodyOf(exchange)).isEqualTo(Map.of("result", "SUCCESS"));
            assertThat(exchange.getMessage().getHeaders())
                    .containsEntry(NutConstants.TRACKING_ID, "1bd31808-cb49-4aec-9d75-d056e6f018d2")
                    .containsEntry(NutConstants.OLD_VALUE, "old");
            assertThat(upsd.surprises()).isEmpty();
        }
    }

    @ParameterizedTest
    @Requirement("NUT-15")
    @CsvSource({
        "ups.model, x, READONLY",
        "ups.id, much too long, TOO-LONG",
        "input.sensitivity, extreme, INVALID-VALUE",
        "input.transfer.low, 80, INVALID-VALUE"
    })
    void does_not_send_a_value_that_cannot_fit(String variable, String value, String word)
            throws Exception {
        String script =
                """
                C: LIST RW rack1
                J: BEGIN LIST RW rack1 | RW rack1 ups.id "a" | RW rack1 input.sensitivity "low" | RW rack1 input.transfer.low "90" | END LIST RW rack1
                C: GET TYPE rack1 %s
                S: TYPE rack1 %1$s %s
                C: LIST %s rack1 %1$s
                J: BEGIN LIST %3$s rack1 %1$s | %3$s rack1 %1$s "90" "105" | END LIST %3$s rack1 %1$s
                """
                        .formatted(
                                variable,
                                variable.equals("ups.id")
                                        ? "RW STRING:8"
                                        : variable.endsWith("low") ? "RW RANGE" : "RW ENUM",
                                variable.endsWith("low") ? "RANGE" : "ENUM");
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            NutError error =
                    asked.error(
                            "nut:rack1@%s?tls=off&operation=set&variable=%s&value=%s"
                                    .formatted(upsd.address(), variable, value));

            assertThat(error.word()).isEqualTo(word);
            assertThat(error.errorClass()).isEqualTo(NutErrorClass.CONFIG);
            assertThat(upsd.heard()).noneMatch(line -> line.startsWith("SET"));
        }
    }

    @Test
    @Requirement({"NUT-15", "NUT-16"})
    void sets_where_the_server_cannot_tell_and_does_not_track() throws Exception {
        String script =
                """
                C: LIST RW rack1
                S: ERR UNKNOWN-COMMAND
                ---
                C: SET TRACKING ON
                S: ERR UNKNOWN-COMMAND
                C: SET VAR rack1 ups.id new
                S: OK
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            assertThat(
                            asked.body(
                                    "nut:rack1@"
                                            + upsd.address()
                                            + "?tls=off&operation=set&variable=ups.id&value=new"))
                    .isEqualTo(Map.of("result", "DELIVERED"));
            assertThat(upsd.surprises()).isEmpty();
        }
    }

    @ParameterizedTest
    @Requirement("NUT-16")
    @CsvSource({"UNKNOWN", "INVALID-ARGUMENT", "FAILED"})
    void a_command_that_the_server_tells_to_have_failed_has_failed(String word) throws Exception {
        String script =
                """
                C: SET TRACKING ON
                S: OK
                C: INSTCMD rack1 load.off 5
                S: OK TRACKING 77
                C: GET TRACKING 77
                S: ERR %s
                """
                        .formatted(word);
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            NutError error =
                    asked.error(
                            "nut:rack1@"
                                    + upsd.address()
                                    + "?tls=off&operation=instcmd&command=load.off&parameter=5");

            assertThat(error.word()).isEqualTo("INSTCMD-FAILED");
            assertThat(error.message()).contains("77", "ERR " + word);
        }
    }

    @Test
    @Requirement("NUT-16")
    void a_result_that_does_not_come_in_time_is_unknown() throws Exception {
        String script =
                """
                C: SET TRACKING ON
                S: OK
                C: INSTCMD rack1 load.off
                S: OK TRACKING 77
                C: GET TRACKING 77
                S: PENDING
                CUT
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            String uri =
                    "nut:rack1@"
                            + upsd.address()
                            + "?tls=off&operation=instcmd&command=load.off&trackingTimeout=300";
            assertThat(asked.body(uri)).isEqualTo(Map.of("result", "UNKNOWN"));
        }
    }

    @Test
    @Requirement("NUT-16")
    void without_tracking_ok_means_delivered() throws Exception {
        String script = "C: INSTCMD rack1 beeper.mute\nS: OK\n";
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            String uri =
                    "nut:rack1@"
                            + upsd.address()
                            + "?tls=off&operation=instcmd&command=beeper.mute&tracking=false";
            assertThat(asked.body(uri)).isEqualTo(Map.of("result", "DELIVERED"));
            assertThat(upsd.heard()).containsExactly("INSTCMD rack1 beeper.mute");
        }
    }

    @Test
    @Requirement("NUT-17")
    void forces_a_shutdown_on_an_old_server_as_its_master() throws Exception {
        String script =
                """
                C: PRIMARY rack1
                S: ERR UNKNOWN-COMMAND
                C: MASTER rack1
                S: OK MASTER-GRANTED
                C: FSD rack1
                S: OK FSD-SET
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            assertThat(asked.body("nut:rack1@" + upsd.address() + "?tls=off&operation=fsd"))
                    .isEqualTo(Map.of("result", "FSD-SET"));
        }
    }

    @Test
    @Requirement("NUT-17")
    void does_not_force_a_shutdown_where_it_is_no_primary() throws Exception {
        String script = "C: PRIMARY rack1\nS: ERR ACCESS-DENIED\n";
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            assertThat(asked.error("nut:rack1@" + upsd.address() + "?tls=off&operation=fsd").word())
                    .isEqualTo("ACCESS-DENIED");
            assertThat(upsd.heard()).containsExactly("PRIMARY rack1");
        }
    }

    @Test
    @Requirement({"NUT-13", "NUT-18", "NUT-29"})
    void holds_on_a_connection_of_its_own_and_comes_back_after_a_loss() throws Exception {
        ManualClock clock = new ManualClock();
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Asked asked = Asked.with("clock", clock)) {
            String uri =
                    "nut:rack1@"
                            + upsd.address()
                            + "?tls=off&username=monitor&password=secret&operation=";
            assertThat(asked.body(uri + "hold")).isEqualTo(Map.of("result", "HELD", "logins", 1));
            assertThat(asked.body(uri + "hold")).isEqualTo(Map.of("result", "HELD", "logins", 1));
            assertThat(upsd.heard()).containsOnlyOnce("LOGIN rack1");

            upsd.hangUp();
            clock.advance(25_000);
            await().atMost(Received.LIMIT)
                    .until(() -> upsd.heard().stream().filter("LOGIN rack1"::equals).count() == 2);

            assertThat(asked.body(uri + "release")).isEqualTo(Map.of("result", "RELEASED"));
            await().atMost(Received.LIMIT).until(() -> upsd.heard().contains("LOGOUT"));
            assertThat(asked.body(uri + "release")).isEqualTo(Map.of("result", "RELEASED"));
        }
    }

    @Test
    @Requirement("NUT-13")
    void closes_the_connection_for_changes_after_half_a_minute() throws Exception {
        ManualClock clock = new ManualClock();
        Events events = new Events();
        String script = "C: INSTCMD rack1 beeper.mute\nS: OK\n";
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with("clock", clock, "events", events)) {
            asked.body(
                    "nut:rack1@"
                            + upsd.address()
                            + "?tls=off&operation=instcmd&command=beeper.mute&tracking=false");
            assertThat(events.all(NutServerEvent.Disconnected.class)).isEmpty();

            clock.advance(30_000);

            events.first(NutServerEvent.Disconnected.class);
            assertThat(upsd.heard()).doesNotContain("VER");
        }
    }

    @Test
    @Requirement("NUT-28")
    void a_password_stands_in_no_message_header_or_address() throws Exception {
        String script =
                "C: USERNAME admin\nS: OK\nC: PASSWORD canary-s3cret\nS: ERR INVALID-PASSWORD\n";
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Asked asked = Asked.with()) {
            String uri =
                    "nut:rack1@"
                            + upsd.address()
                            + "?tls=off&operation=get&variable=a&username=admin&password=canary-s3cret";
            Exchange exchange = asked.send(uri);

            assertThat(Asked.errorOf(exchange).errorClass()).isEqualTo(NutErrorClass.SECURITY);
            assertThat(exchange.getException().getMessage())
                    .contains("PASSWORD ***")
                    .doesNotContain("canary-s3cret");
            assertThat(exchange.getMessage().getHeaders().toString())
                    .doesNotContain("canary-s3cret");
            assertThat(asked.camel().getEndpoint(uri).toString()).doesNotContain("canary-s3cret");
        }
    }

    @ParameterizedTest
    @Requirement({"NUT-10", "NUT-31"})
    @CsvSource({
        "delay=499, delay 499",
        "fastDelay=3600001, fastDelay 3600001",
        "maxPipeline=0, maxPipeline 0",
        "username=a, give both or none",
        "deliver=some, deliver 'some'",
        "tls=maybe, tls 'maybe'",
        "tlsTrust=luck, tlsTrust 'luck'",
        "tls=required&tlsTrust=none, would believe anybody",
        "tlsPin=abc, 64 hexadecimal digits"
    })
    void refuses_options_that_make_no_sense(String options, String message) throws Exception {
        try (Asked asked = Asked.with()) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> asked.camel().getEndpoint("nut:rack1@localhost?" + options))
                    .rootCause()
                    .hasMessageContaining(message);
        }
    }

    @Test
    @Requirement("NUT-28")
    void a_probe_tells_credentials_apart_only_with_a_login() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Asked asked = Asked.with()) {
            NutEndpoint endpoint =
                    asked.camel()
                            .getEndpoint(
                                    "nut:*@" + upsd.address() + "?username=a&password=b",
                                    NutEndpoint.class);

            NutProbe quiet = endpoint.probe(false);
            assertThat(quiet.credentials()).isEqualTo(NutProbe.Credentials.UNVERIFIED);
            assertThat(quiet.upses()).containsExactly("rack1");
            assertThat(quiet.version()).contains("upsd 2.8.1");
            assertThat(quiet.tls()).isFalse();
            assertThat(upsd.heard()).doesNotContain("LOGIN rack1");
            assertThat(endpoint.probe(true).credentials()).isEqualTo(NutProbe.Credentials.VERIFIED);
            assertThat(upsd.heard()).endsWith("LOGIN rack1", "LOGOUT");
        }
    }
}
