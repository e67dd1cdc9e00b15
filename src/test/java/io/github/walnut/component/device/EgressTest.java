package io.github.walnut.component.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "localhost.",
                "LOCALHOST.",
                "rack.localhost",
                "rack.localhost.",
                "::1%1",
                "::ffff:7f00:1",
                "0:0:0:0:0:ffff:127.0.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "127.1",
                "10.0.0.01",
                "127.0.0.1.",
                "0",
                "0x7f.1",
                "017700000001",
                "0.1.2.3",
                "169.254.0.1",
                "168.63.129.16",
                "192.0.0.192",
                "239.255.255.250",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "::7f00:1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "fe80::a%1",
                "febf::1",
                "ff05::2",
                "0:0:0:0:0:0:0:1",
                "metadata.google.internal",
                "METADATA.google.internal.",
                "metadata",
                "instance-data",
                "3232235521",
                "0300.0250.0.1"
            })
    void addresses_that_are_never_a_target_are_refused(String host) {
        DeviceException refused =
                catchThrowableOfType(
                        DeviceException.class, () -> Egress.withoutExceptions().resolve(host, 443));
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
        assertThat(Egress.withoutExceptions().resolve(host, 443)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.77"})
    void a_list_opens_loopback_and_closes_the_rest(String host) {
        Egress loopback = Egress.only(List.of("127.0.0.0/24"));
        assertThatCode(() -> loopback.resolve(host, 443)).doesNotThrowAnyException();
        assertThatThrownBy(() -> loopback.resolve("127.0.1.1", 443))
                .isInstanceOf(DeviceException.class);
        assertThatThrownBy(() -> loopback.resolve("10.0.0.5", 443))
                .isInstanceOf(DeviceException.class);
    }

    @Test
    void where_walnut_itself_listens_no_list_helps() throws Exception {
        Egress egress = Egress.only(List.of("127.0.0.0/8"));
        List<String> refusals = new ArrayList<>();
        egress.onRefusal((host, why) -> refusals.add(host + ": " + why));
        egress.closeOwn(new InetSocketAddress("127.0.0.1", 8000));
        egress.closeOwn(new InetSocketAddress("0.0.0.0", 9000));
        assertThat(egress.resolve("127.0.0.1", 8001)).isNotNull();
        assertThat(egress.resolve("127.0.0.2", 8000)).isNotNull();
        assertThatThrownBy(() -> egress.resolve("127.0.0.1", 8000))
                .hasMessageContaining("walNUT itself listens there, at port 8000");
        assertThatThrownBy(() -> egress.resolve("127.0.0.2", 9000))
                .isInstanceOf(DeviceException.class);
        assertThat(refusals).hasSize(2).first().asString().startsWith("127.0.0.1: ");
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254,true",
        "0x7f.1,true",
        "[::1],true",
        "[fd00:ec2::254],true",
        "localhost,true",
        "localhost.,true",
        "rack.localhost,true",
        "[fe80::1%eth0],true",
        "Metadata.google.internal.,true",
        "192.168.1.9,false",
        "[2001:db8::5],false",
        "a-name.that.nobody.asks.for,false"
    })
    void what_stands_in_a_setting_is_judged_without_asking_for_names(String host, boolean bad) {
        Egress egress =
                new Egress(
                        List.of(),
                        List.of(),
                        name -> {
                            assertThat(name).isNotEqualTo("a-name.that.nobody.asks.for");
                            return InetAddress.getByName(name);
                        });
        assertThat(egress.refusal(host).isPresent()).isEqualTo(bad);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "example.org/8", "10.0.0.0/33", "x/1", "cafe/8"})
    void what_is_no_network_is_refused_at_once(String block) {
        assertThatThrownBy(() -> Egress.only(List.of(block)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "0.0.0.0", "224.0.0.1", "fd00:ec2::254"})
    void no_list_opens_what_is_no_target_anywhere(String host) {
        Egress all = Egress.only(List.of("0.0.0.0/0", "::/0"));
        assertThatThrownBy(() -> all.resolve(host, 443)).isInstanceOf(DeviceException.class);
    }

    /**
     * The first answer is checked and used; a second one, which would lead home, is never asked.
     */
    @Test
    void a_name_that_changes_its_address_is_asked_once() throws Exception {
        Queue<String> answers = new ArrayDeque<>(List.of("127.0.0.2", "127.0.0.1"));
        Egress egress =
                new Egress(
                        List.of("127.0.0.2/32"),
                        List.of(),
                        name -> InetAddress.getByName(answers.remove()));
        List<String> seen = new CopyOnWriteArrayList<>();
        HttpServer first = server("127.0.0.2", 0, seen);
        HttpServer home = server("127.0.0.1", first.getAddress().getPort(), seen);
        try (var client =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setDnsResolver(new EgressDns(egress))
                                        .build())
                        .build()) {
            String uri = "http://rebind.example:" + first.getAddress().getPort() + "/";
            client.execute(new HttpGet(uri), answer -> answer.getCode());

            assertThat(seen).containsExactly("127.0.0.2");
            assertThat(answers).containsExactly("127.0.0.1");
            assertThatThrownBy(() -> new EgressDns(egress).resolve("rebind.example", 80))
                    .hasMessageContaining("outside the networks");
        } finally {
            first.stop(0);
            home.stop(0);
        }
    }

    private static HttpServer server(String address, int port, List<String> seen)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext(
                "/",
                exchange -> {
                    seen.add(address);
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
