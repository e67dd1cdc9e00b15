package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

/** Errors and acts against a real upsd. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, "upsrw"})
class NutPeerIT {

    private static final String QUICK = "?delay=500&fastDelay=250";
    private static final String ADMIN = "?username=admin&password=canary-adminpass&operation=";

    @Test
    @Requirement({"NUT-12", "NUT-26", "NUT-27"})
    void tells_a_dead_driver_from_a_silent_device_and_comes_back_from_both() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1", "rack2").maxAge(3).start();
                Received received = Received.from("nut:rack1@" + at(upsd) + QUICK)) {
            received.firstGood();

            upsd.killDriver("rack1");
            assertThat(received.firstFailed().getHeaders())
                    .containsEntry(NutConstants.ERROR, "DRIVER-NOT-CONNECTED")
                    .containsEntry(NutConstants.ERROR_CLASS, "driver")
                    .containsEntry(NutConstants.CAUSE, "driver");
            upsd.startDriver("rack1");
            received.next(Received::good);

            upsd.freezeDriver("rack1");
            assertThat(
                            received.first(
                                            m ->
                                                    "DATA-STALE"
                                                            .equals(
                                                                    m.getHeader(
                                                                            NutConstants.ERROR)))
                                    .getHeaders())
                    .containsEntry(NutConstants.ERROR_CLASS, "device")
                    .containsEntry(NutConstants.CAUSE, "stale");
            upsd.thawDriver("rack1");
            received.next(Received::good);
        }
    }

    @Test
    @Requirement({"NUT-12", "NUT-26"})
    void comes_back_after_the_server_was_stopped_or_frozen() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                Received received =
                        Received.from(
                                "nut:*@"
                                        + at(upsd)
                                        + QUICK
                                        + "&requestTimeout=1000&connectTimeout=1000&reconnectMaxDelay=1000")) {
            received.firstGood();

            upsd.freezeServer();
            received.first(m -> "TIMEOUT".equals(m.getHeader(NutConstants.ERROR)));
            upsd.thawServer();
            received.next(Received::good);

            upsd.stopServer();
            received.first(m -> "TRANSPORT".equals(m.getHeader(NutConstants.ERROR)));
            upsd.startServer();
            received.next(Received::good);
        }
    }

    @Test
    @Requirement("NUT-25")
    void a_server_without_a_place_for_one_more_client_is_a_timeout() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").maxConnections(3).start();
                Received first = Received.from("nut:rack1@" + at(upsd) + QUICK);
                Received second =
                        Received.from(
                                "nut:rack1@"
                                        + at(upsd)
                                        + QUICK
                                        + "&connectTimeout=800&requestTimeout=800");
                Received third =
                        Received.from(
                                "nut:rack1@"
                                        + at(upsd)
                                        + QUICK
                                        + "&connectTimeout=800&requestTimeout=800")) {
            first.firstGood();

            assertThat(third.firstFailed().getHeaders())
                    .containsEntry(NutConstants.ERROR, "TIMEOUT");
        }
    }

    @Test
    @Requirement("NUT-14")
    void lists_and_gets() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                Asked asked = Asked.with()) {
            String uri = "nut:rack1@" + at(upsd) + "?operation=";
            assertThat(asked.body(uri + "list&what=ups"))
                    .isEqualTo(Map.of("rack1", "Simulated rack1"));
            assertThat(asked.body(uri + "list&what=cmd"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .contains("load.off");
            assertThat(asked.body(uri + "list&what=client")).isEqualTo(List.of());
            assertThat(asked.body(uri + "list&what=enum&variable=ups.status")).isEqualTo(List.of());
            assertThat(asked.body(uri + "get&variable=ups.status")).isEqualTo("OL");
            assertThat(asked.body(uri + "get&what=type&variable=ups.status"))
                    .asString()
                    .startsWith("RW STRING:");
            assertThat(asked.body(uri + "get&what=desc&variable=battery.charge"))
                    .asString()
                    .startsWith("Battery charge");
            assertThat(asked.error(uri + "get&variable=no.such").word())
                    .isEqualTo("VAR-NOT-SUPPORTED");
            assertThat(asked.error("nut:nope@" + at(upsd) + "?operation=list&what=var").word())
                    .isEqualTo("UNKNOWN-UPS");
        }
    }

    @Test
    @Requirement({"NUT-15", "NUT-16"})
    void sets_with_tracking_and_sees_through_a_command_that_lies() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                Asked asked = Asked.with()) {
            String uri = "nut:rack1@" + at(upsd) + ADMIN;
            Exchange set =
                    asked.send(
                            uri + "set",
                            Map.of(
                                    NutConstants.VARIABLE,
                                    "ups.status",
                                    NutConstants.VALUE,
                                    "OB DISCHRG"));
            assertThat(Asked.bodyOf(set)).isEqualTo(Map.of("result", "SUCCESS"));
            assertThat(set.getMessage().getHeader(NutConstants.OLD_VALUE)).isEqualTo("OL");
            await().atMost(Received.LIMIT)
                    .until(() -> upsd.ask("GET VAR rack1 ups.status").contains("OB DISCHRG"));

            assertThat(asked.error(uri + "set&variable=driver.name&value=x").word())
                    .isEqualTo("READONLY");
            assertThat(asked.error(uri + "set&variable=ups.status&value=" + "x".repeat(200)).word())
                    .isEqualTo("TOO-LONG");
            assertThat(asked.error(uri + "instcmd&command=load.off").word())
                    .isEqualTo("INSTCMD-FAILED");
            assertThat(asked.body(uri + "instcmd&command=load.off&tracking=false"))
                    .isEqualTo(Map.of("result", "DELIVERED"));
            assertThat(asked.error(uri + "instcmd&command=no.such").word())
                    .isEqualTo("CMD-NOT-SUPPORTED");
        }
    }

    @Test
    @Requirement({"NUT-26", "NUT-28"})
    void a_wrong_password_shows_only_where_a_right_is_needed() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                Received received =
                        Received.from(
                                "nut:rack1@"
                                        + at(upsd)
                                        + QUICK
                                        + "&username=admin&password=wrong");
                Asked asked = Asked.with()) {
            received.firstGood();

            String uri = "nut:rack1@" + at(upsd) + "?username=admin&password=wrong";
            NutError error = asked.error(uri + "&operation=instcmd&command=load.off");
            assertThat(error.word()).isEqualTo("ACCESS-DENIED");
            assertThat(error.errorClass()).isEqualTo(NutErrorClass.SECURITY);
            assertThat(
                            asked.error(
                                            "nut:rack1@"
                                                    + at(upsd)
                                                    + "?operation=instcmd&command=load.off")
                                    .word())
                    .isEqualTo("USERNAME-REQUIRED");
            assertThat(probe(asked, uri)).isEqualTo(NutProbe.Credentials.REFUSED);
            assertThat(
                            probe(
                                    asked,
                                    "nut:rack1@"
                                            + at(upsd)
                                            + "?username=secondary&password=secpass"))
                    .isEqualTo(NutProbe.Credentials.VERIFIED);
        }
    }

    @Test
    @Requirement("NUT-17")
    void forces_a_shutdown_as_a_primary_only() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                Received received =
                        Received.from("nut:rack1@" + at(upsd) + QUICK + "&deliver=changes");
                Asked asked = Asked.with()) {
            received.firstGood();
            String uri = "nut:rack1@" + at(upsd) + "?operation=fsd&username=";
            assertThat(asked.error(uri + "secondary&password=secpass").word())
                    .isEqualTo("ACCESS-DENIED");

            assertThat(asked.body(uri + "primary&password=primpass"))
                    .isEqualTo(Map.of("result", "FSD-SET"));

            Message change =
                    received.first(
                            m -> String.valueOf(m.getHeader(NutConstants.STATUS)).contains("FSD"));
            assertThat(change.getHeader(NutConstants.ADDED)).isEqualTo(List.of("FSD"));
        }
    }

    @Test
    @Requirement("NUT-18")
    void holds_and_releases() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                Asked asked = Asked.with()) {
            String uri =
                    "nut:rack1@" + at(upsd) + "?username=secondary&password=secpass&operation=";
            assertThat(asked.body(uri + "hold")).isEqualTo(Map.of("result", "HELD", "logins", 1));
            assertThat(asked.body(uri + "get&what=numlogins")).isEqualTo("1");
            assertThat(asked.body(uri + "list&what=client")).isEqualTo(List.of("127.0.0.1"));

            assertThat(asked.body(uri + "release")).isEqualTo(Map.of("result", "RELEASED"));

            await().atMost(Received.LIMIT)
                    .until(() -> "0".equals(asked.body(uri + "get&what=numlogins")));
            assertThat(asked.error("nut:rack1@" + at(upsd) + ADMIN + "hold").word())
                    .isEqualTo("ACCESS-DENIED");
        }
    }

    private static NutProbe.Credentials probe(Asked asked, String uri) throws Exception {
        return asked.camel().getEndpoint(uri, NutEndpoint.class).probe(true).credentials();
    }

    private static String at(RealUpsd upsd) {
        return upsd.host() + ":" + upsd.port();
    }
}
