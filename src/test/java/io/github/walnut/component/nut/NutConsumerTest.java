package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class NutConsumerTest {

    private final Events events = new Events();
    private final ManualClock clock = new ManualClock();

    @Test
    @Requirement({"NUT-10", "NUT-11", "NUT-12"})
    void delivers_changes_of_flags_and_of_reachability_only() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received =
                        Received.from(
                                "nut:rack1@"
                                        + upsd.address()
                                        + "?deliver=changes&delay=500&fastDelay=0")) {
            Message first = received.firstGood();
            assertThat(first.getHeaders())
                    .containsEntry(NutConstants.ADDED, List.of("OL"))
                    .doesNotContainKey(NutConstants.PREVIOUS_STATUS);

            Message lost =
                    received.after(() -> upsd.set("rack1", "ups.status", "DISCHRG OB"), m -> true);
            assertThat(lost.getHeaders())
                    .containsEntry(NutConstants.PREVIOUS_STATUS, "OL")
                    .containsEntry(NutConstants.STATUS, "DISCHRG OB")
                    .containsEntry(NutConstants.ADDED, List.of("DISCHRG", "OB"))
                    .containsEntry(NutConstants.CLEARED, List.of("OL"))
                    .containsEntry(NutConstants.REACHABLE, true);

            upsd.set("rack1", "ups.status", "OB DISCHRG");
            Message gone = received.after(() -> upsd.remove("rack1"), m -> true);
            assertThat(gone.getHeaders())
                    .containsEntry(NutConstants.REACHABLE, false)
                    .containsEntry(NutConstants.PREVIOUS_STATUS, "DISCHRG OB")
                    .containsEntry(NutConstants.ERROR, "UNKNOWN-UPS");

            Message back = received.after(() -> upsd.device("rack1"), m -> true);
            assertThat(back.getHeaders())
                    .containsEntry(NutConstants.REACHABLE, true)
                    .containsEntry(NutConstants.PREVIOUS_STATUS, "DISCHRG OB")
                    .containsEntry(NutConstants.ADDED, List.of("OL"));
        }
    }

    @Test
    void tells_why_a_server_cannot_be_reached_before_any_ups_is_known() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        try (Received received =
                Received.from("nut:*@127.0.0.1:" + nobody, "events", events, "clock", clock)) {
            NutServerEvent.Unreachable why = events.first(NutServerEvent.Unreachable.class);
            assertThat(why.server().port()).isEqualTo(nobody);
            assertThat(why.error().errorClass()).isEqualTo(NutErrorClass.TRANSPORT);
            assertThat(received.messages()).noneMatch(Received::good);
        }
    }

    @Test
    @Requirement({"NUT-5", "NUT-45"})
    void reads_the_list_again_after_five_minutes() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received =
                        Received.from(
                                "nut:*@" + upsd.address(), "events", events, "clock", clock)) {
            received.firstGood();
            upsd.device("rack2");
            upsd.remove("rack1");

            clock.advance(300_000);

            assertThat(events.first(NutServerEvent.UpsAbsent.class).ups()).isEqualTo("rack1");
            assertThat(events.all(NutServerEvent.UpsListed.class))
                    .extracting(NutServerEvent.UpsListed::ups)
                    .containsExactly("rack1", "rack2");
            assertThat(events.first(NutServerEvent.Resumed.class).lateMillis()).isPositive();
            Message absent = received.first(m -> !Received.good(m));
            assertThat(absent.getHeaders())
                    .containsEntry(NutConstants.UPS, "rack1")
                    .containsEntry(NutConstants.ERROR, "UNKNOWN-UPS");
            received.first(m -> "rack2".equals(m.getHeader(NutConstants.UPS)));
            received.after(() -> clock.advance(5000), m -> true);
            assertThat(
                            received.messages()
                                    .get(received.messages().size() - 1)
                                    .getHeader(NutConstants.UPS))
                    .isEqualTo("rack2");
        }
    }

    @Test
    @Requirement("NUT-23")
    void does_not_poll_a_listed_ups_whose_name_cannot_be_sent() throws Exception {
        String script =
                """
                C: LIST UPS
                J: BEGIN LIST UPS | UPS rack/1 "odd" | UPS rack1 "even" | END LIST UPS
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Received received =
                        Received.from("nut:*@" + upsd.address() + "?tls=off", "events", events)) {
            received.firstGood();

            assertThat(events.first(NutServerEvent.UpsUnsupported.class).ups()).isEqualTo("rack/1");
            assertThat(upsd.heard()).containsExactly("LIST UPS", "LIST VAR rack1");
        }
    }

    @Test
    @Requirement({"NUT-13", "NUT-18", "NUT-28"})
    void endpoints_of_one_server_share_a_connection_and_log_in_once_without_login()
            throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1", "rack2");
                Received received =
                        Received.from(
                                "nut:rack1@"
                                        + upsd.address()
                                        + "?delay=500&username=monitor&password=pass%20word")) {
            received.camel()
                    .addRoutes(
                            route(
                                    "nut:rack2@"
                                            + upsd.address()
                                            + "?delay=700&username=monitor&password=pass word",
                                    "mock:second"));
            received.firstGood();
            await().atMost(Received.LIMIT).until(() -> upsd.heard().contains("LIST VAR rack2"));

            assertThat(upsd.connections()).isEqualTo(1);
            assertThat(upsd.heard())
                    .startsWith("STARTTLS", "USERNAME monitor", "PASSWORD pass word")
                    .contains("LIST VAR rack1", "LIST VAR rack2")
                    .containsOnlyOnce("USERNAME monitor")
                    .noneMatch(line -> line.startsWith("LOGIN"));
        }
    }

    @Test
    @Requirement("NUT-42")
    void a_poke_polls_at_once_and_closely_for_a_while() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received = Received.from("nut:*@" + upsd.address(), "clock", clock)) {
            received.firstGood();

            component(received.camel()).pollNow(upsd.server(), "RACK1");
            received.first(m -> "FAST".equals(m.getHeader(NutConstants.POLL)));
            received.after(
                    () -> clock.advance(1000), m -> "FAST".equals(m.getHeader(NutConstants.POLL)));
        }
    }

    @Test
    @Requirement("NUT-42")
    void the_application_can_make_a_ups_alert() throws Exception {
        NutAlertHook hook = (server, ups) -> ups.equals("rack2");
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1", "rack2");
                Received received =
                        Received.from("nut:*@" + upsd.address() + "?fastDelay=200", "hook", hook)) {
            Message fast = received.first(m -> "FAST".equals(m.getHeader(NutConstants.POLL)));

            assertThat(fast.getHeader(NutConstants.UPS)).isEqualTo("rack2");
            assertThat(Received.variables(fast)).containsOnlyKeys("ups.status", "battery.charge");
            assertThat(received.messages())
                    .filteredOn(m -> "FAST".equals(m.getHeader(NutConstants.POLL)))
                    .allMatch(m -> "rack2".equals(m.getHeader(NutConstants.UPS)));
        }
    }

    @Test
    @Requirement("NUT-42")
    void a_hook_that_fails_means_to_look_closely() throws Exception {
        NutAlertHook hook =
                (server, ups) -> {
                    throw new IllegalStateException("no idea");
                };
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received =
                        Received.from("nut:*@" + upsd.address() + "?fastDelay=200", "hook", hook)) {
            received.first(m -> "FAST".equals(m.getHeader(NutConstants.POLL)));
        }
    }

    @Test
    @Requirement("NUT-29")
    void says_something_when_it_was_silent_for_long() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received =
                        Received.from(
                                "nut:rack1@" + upsd.address() + "?delay=3600000&fastDelay=0",
                                "clock",
                                clock)) {
            received.firstGood();
            clock.advance(24_000);
            received.after(
                    () -> component(received.camel()).pollNow(upsd.server(), "rack1"), m -> true);
            clock.advance(24_999);
            assertThat(upsd.heard()).doesNotContain("VER");

            clock.advance(1);

            await().atMost(Received.LIMIT).until(() -> upsd.heard().contains("VER"));
        }
    }

    @Test
    @Requirement({"NUT-20", "NUT-26"})
    void a_connection_lost_while_nobody_asked_costs_no_sample() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received = Received.from("nut:rack1@" + upsd.address(), "clock", clock)) {
            received.firstGood();
            upsd.hangUp();

            received.after(() -> clock.advance(5000), Received::good);

            assertThat(received.messages()).allMatch(Received::good);
            assertThat(upsd.connections()).isEqualTo(2);
        }
    }

    @Test
    @Requirement("NUT-20")
    void a_line_that_nobody_asked_for_closes_the_connection() throws Exception {
        String script =
                """
                C: LIST VAR rack1
                J: BEGIN LIST VAR rack1 | VAR rack1 ups.status "OL" | END LIST VAR rack1
                W: 300
                S: VAR rack1 ups.status "OB"
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Received received =
                        Received.from(
                                "nut:rack1@" + upsd.address() + "?tls=off&delay=1000",
                                "events",
                                events)) {
            received.first(m -> "healthy".equals(Received.variables(m).get("device.serial")));

            assertThat(received.messages()).allMatch(Received::good);
            events.first(NutServerEvent.ProtocolError.class);
            assertThat(upsd.connections()).isEqualTo(2);
        }
    }

    @Test
    @Requirement({"NUT-20", "NUT-43"})
    void one_ups_with_bad_answers_does_not_silence_the_others() throws Exception {
        String list =
                "C: LIST UPS\nJ: BEGIN LIST UPS | UPS rack1 \"\" | UPS rack2 \"\" | END LIST UPS\n";
        String broken = "C: LIST VAR rack1\nS: rubbish\n";
        String script =
                list
                        + broken
                        + "---\n"
                        + list
                        + "C: LIST VAR rack2\n"
                        + "J: BEGIN LIST VAR rack2 | VAR rack2 ups.status \"OL\" | END LIST VAR rack2\n"
                        + broken;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Received received =
                        Received.from(
                                "nut:*@"
                                        + upsd.address()
                                        + "?tls=off&delay=500&fastDelay=0&reconnectDelay=1")) {
            Message heard = received.firstGood();

            assertThat(heard.getHeader(NutConstants.UPS)).isEqualTo("rack2");
            assertThat(upsd.surprises()).isEmpty();
        }
    }

    @Test
    @Requirement("NUT-43")
    void answers_that_came_before_the_time_was_over_count() throws Exception {
        String script =
                """
                C: LIST UPS
                J: BEGIN LIST UPS | UPS rack1 "" | UPS rack2 "" | END LIST UPS
                C: LIST VAR rack1
                J: BEGIN LIST VAR rack1 | VAR rack1 ups.status "OL" | END LIST VAR rack1
                S: BEGIN LIST VAR rack2
                SILENT
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Received received =
                        Received.from(
                                "nut:*@"
                                        + upsd.address()
                                        + "?tls=off&delay=60000&fastDelay=0&requestTimeout=600")) {
            Message second = received.firstFailed();

            assertThat(second.getHeaders())
                    .containsEntry(NutConstants.UPS, "rack2")
                    .containsEntry(NutConstants.ERROR, "TIMEOUT")
                    .containsEntry(NutConstants.ERROR_CLASS, "transport")
                    .containsEntry(NutConstants.CAUSE, "tcp");
            assertThat(received.firstGood().getHeader(NutConstants.UPS)).isEqualTo("rack1");
            assertThat(received.firstGood().getHeader(NutConstants.TIME, Long.class))
                    .isLessThan(second.getHeader(NutConstants.TIME, Long.class) - 500);
        }
    }

    @Test
    @Requirement("NUT-21")
    void asks_for_single_values_when_a_value_was_cut_twice() throws Exception {
        String cut =
                "C: LIST VAR rack1\nS: BEGIN LIST VAR rack1\nS- VAR rack1 ups.alarm \""
                        + "a".repeat(490)
                        + "\nS: VAR rack1 ups.status \"OL\"\n";
        try (ScriptedUpsd upsd = ScriptedUpsd.script(cut + "---\n" + cut);
                Received received =
                        Received.from(
                                "nut:rack1@"
                                        + upsd.address()
                                        + "?tls=off&delay=500&fastDelay=0&reconnectDelay=1",
                                "events",
                                events)) {
            Message good = received.firstGood();

            assertThat(Received.variables(good))
                    .containsEntry("ups.status", "OL")
                    .containsEntry("device.serial", "healthy");
            assertThat(events.first(NutServerEvent.VariableDropped.class).variable())
                    .isEqualTo("ups.alarm");
            assertThat(upsd.heard())
                    .contains("GET VAR rack1 ups.status")
                    .doesNotContain("GET VAR rack1 ups.alarm");
            received.next(Received::good);
            assertThat(upsd.heard()).containsOnlyOnce("GET VAR rack1 ups.power");
        }
    }

    @Test
    @Requirement("NUT-26")
    void does_not_ask_again_for_half_a_minute_where_it_has_no_right() throws Exception {
        String script = "C: LIST VAR rack1\nS: ERR ACCESS-DENIED\n";
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script);
                Received received =
                        Received.from("nut:rack1@" + upsd.address() + "?tls=off", "clock", clock)) {
            assertThat(received.firstFailed().getHeaders())
                    .containsEntry(NutConstants.ERROR, "ACCESS-DENIED")
                    .containsEntry(NutConstants.ERROR_CLASS, "security")
                    .containsEntry(NutConstants.CAUSE, "auth");
            received.after(() -> clock.advance(25_000), m -> !Received.good(m));
            assertThat(upsd.heard()).containsExactly("LIST VAR rack1");

            received.after(() -> clock.advance(5000), Received::good);
        }
    }

    @Test
    @Requirement("NUT-12")
    void a_route_that_fails_does_not_end_the_polls() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("nut:rack1@" + upsd.address() + "?delay=500")
                                    .process(
                                            exchange -> {
                                                calls.incrementAndGet();
                                                throw new IllegalStateException("the route fails");
                                            });
                        }
                    });
            camel.start();

            await().atMost(Received.LIMIT).until(() -> calls.get() >= 3);
        }
    }

    @Test
    @Requirement("NUT-4")
    void a_silent_server_does_not_delay_another() throws Exception {
        try (ScriptedUpsd silent = ScriptedUpsd.script("SILENT");
                ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received =
                        Received.from("nut:*@" + silent.address() + "?requestTimeout=30000")) {
            received.camel()
                    .addRoutes(route("nut:rack1@" + upsd.address() + "?delay=500", "mock:second"));

            await().atMost(Received.LIMIT)
                    .until(
                            () ->
                                    upsd.heard().stream().filter("LIST VAR rack1"::equals).count()
                                            >= 3);
            assertThat(received.messages()).noneMatch(Received::good);
        }
    }

    @Test
    @Requirement({"NUT-12", "NUT-26"})
    void a_server_that_is_not_there_is_told_poll_by_poll() throws Exception {
        NutServer nobody;
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy()) {
            nobody = upsd.server();
        }
        try (Received received =
                Received.from("nut:*@" + nobody + "?delay=500&fastDelay=0&reconnectDelay=1")) {
            assertThat(received.firstFailed().getHeaders())
                    .containsEntry(NutConstants.UPS, "*")
                    .containsEntry(NutConstants.ERROR, "TRANSPORT")
                    .containsEntry(NutConstants.REACHABLE, false)
                    .doesNotContainKey(NutConstants.STATUS);
            assertThat(Received.variables(received.next(m -> true))).isEmpty();
        }
    }

    @Test
    @Requirement("NUT-26")
    void a_poll_that_is_cut_short_by_the_end_opens_no_connection() throws Exception {
        String script =
                """
                C: LIST VAR rack1
                J: BEGIN LIST VAR rack1 | VAR rack1 ups.status "OL" | END LIST VAR rack1
                SILENT
                """;
        try (ScriptedUpsd upsd = ScriptedUpsd.script(script)) {
            String uri = "nut:rack1@" + upsd.address() + "?tls=off&delay=500&requestTimeout=30000";
            try (Received received = Received.from(uri, "events", events)) {
                received.firstGood();
                await().atMost(Received.LIMIT).until(() -> upsd.heard().size() > 1);
            }

            assertThat(events.first(NutServerEvent.Disconnected.class).error().message())
                    .contains("was closed");
            assertThat(events.all(NutServerEvent.Connected.class)).hasSize(1);
            assertThat(upsd.connections()).isEqualTo(1);
        }
    }

    private static NutComponent component(CamelContext camel) {
        return camel.getComponent("nut", NutComponent.class);
    }

    private static RouteBuilder route(String from, String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        };
    }
}
