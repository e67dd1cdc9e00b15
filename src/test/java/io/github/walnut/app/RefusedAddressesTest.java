package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a whole server says to the addresses of hosts that lead where no host is. */
class RefusedAddressesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path folder;

    private static HomeServer home;

    @BeforeAll
    static void start() throws Exception {
        home = new HomeServer(folder, Map.of("WALNUT_EGRESS_ALLOW", ""));
    }

    @AfterAll
    static void stop() {
        home.close();
    }

    private static HomeServer.Answer tried(String id, String address) {
        return home.post(
                "api/integrations",
                JSON.createObjectNode()
                        .put("id", id)
                        .put("type_id", "generic.http")
                        .put("name", id)
                        .set("config", JSON.createObjectNode().put("base_url", address))
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.0.0.1:8000/",
                "https://127.9.9.9/",
                "http://127.1/",
                "http://0/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://2130706433/",
                "http://017700000001/",
                "http://0177.0.0.1/",
                "http://127.0.0.1./",
                "http://10.0.0.01/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:ffff:127.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25eth0]/",
                "http://[::1%25lo]/",
                "http://localhost/",
                "http://LOCALHOST./",
                "http://rack.localhost/",
                "http://169.254.169.254/latest/meta-data/",
                "http://169.254.1.1/",
                "http://2852039166/",
                "http://0xa9fea9fe/",
                "http://0251.0376.0251.0376/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://metadata.google.internal/",
                "http://METADATA.google.internal./",
                "http://instance-data/",
                "http://[fd00:ec2::254]/",
                "http://100.100.100.200/",
                "http://168.63.129.16/",
                "http://192.0.0.192/",
                "http://224.0.0.1/",
                "http://[ff02::1]/",
                "http://239.255.255.250/",
                "http://255.255.255.255/",
                "http://0.0.0.0/",
                "http://0.1.2.3/",
                "http://10.0.0.1@127.0.0.1/",
                "http://127.0.0.1@10.0.0.1/",
                "http://10.0.0.1\\@127.0.0.1/",
                "http://10.0.0.1#@127.0.0.1/",
                "http://127\u30020\u30020\u30021/",
                "http://\uff11\uff12\uff17.0.0.1/",
                "http://\u24db\u24de\u24d2alhost/",
                "http://127.0.0.1%2e/",
                "http://%31%32%37.0.0.1/",
                "http://127.0.0.1%00.example.org/",
                "http://a..b/",
                "http:///10.0.0.1",
                "http://10.0.0.1:0/",
                "http://10.0.0.1:99999/",
                "http://10.0.0.1:-1/",
                "http://[10.0.0.1]/",
                "//10.0.0.1/",
                "http:10.0.0.1",
                "ftp://10.0.0.1/",
                "gopher://10.0.0.1/",
                "file:///etc/passwd",
                "jar:http://10.0.0.1!/",
                "ldap://10.0.0.1/",
                "http://{{env:HOME}}/",
                "http://${env:HOME}/",
                "http://10.0.0.1/#bean"
            })
    @Requirement("SEC-53")
    void a_host_is_not_saved_at_an_address_that_is_none_of_a_host(String address) {
        HomeServer.Answer refused = tried("bad", address);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isEqualTo("validation");
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/config/base_url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/",
                "https://192.168.1.9:8443/base",
                "http://rack.example.org",
                "http://[2001:db8::5]:8080/"
            })
    void others_are(String address) {
        HomeServer.Answer made = tried("good-" + Math.abs(address.hashCode()), address);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
}
