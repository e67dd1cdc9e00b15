package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.ups.UpsNames.Meaning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsIdTest {

    private final UpsNames names =
            new UpsNames(
                    List.of(
                            UpsId.parse("rack-a@one"),
                            UpsId.parse("rack-b@one"),
                            UpsId.parse("Rack-B@two")));

    @ParameterizedTest
    @Requirement("NUT-1")
    @CsvSource({
        "localhost, 3493, localhost",
        "NAS.Home.lan, 3493, nas.home.lan",
        "10.4.0.9, 3494, 10.4.0.9-3494",
        "fe80::1%eth0, 3493, fe80--1-eth0",
        "::1, 3493, 1"
    })
    void a_server_gets_its_id_from_host_and_port(String host, int port, String expected) {
        String id = UpsId.defaultServer(host, port);

        assertThat(id).isEqualTo(expected);
        assertThat(new UpsId("ups", id).server()).isEqualTo(id);
    }

    @Test
    @Requirement("NUT-3")
    void ids_compare_without_case_and_show_the_spelling_of_the_server() {
        UpsId id = UpsId.parse("Rack-B@10.4.0.9");

        assertThat(id).isEqualTo(UpsId.parse("rack-b@10.4.0.9")).hasToString("Rack-B@10.4.0.9");
        assertThat(id).hasSameHashCodeAs(UpsId.parse("RACK-B@10.4.0.9"));
    }

    @ParameterizedTest
    @Requirement("NUT-3")
    @ValueSource(
            strings = {
                "",
                "rack",
                "@one",
                "rack@",
                "ra ck@one",
                "rack@one@two",
                "rack@-one",
                "räck@one"
            })
    void what_is_no_id_is_refused_by_name(String text) {
        assertThatThrownBy(() -> UpsId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    @Requirement("NUT-3")
    void a_bare_name_means_the_only_ups_of_that_name() {
        assertThat(names.find("RACK-A")).isEqualTo(new Meaning.One(UpsId.parse("rack-a@one")));
        assertThat(names.find("rack-b@TWO")).isEqualTo(new Meaning.One(UpsId.parse("rack-b@two")));
    }

    @Test
    @Requirement("NUT-3")
    void a_bare_name_on_two_servers_is_ambiguous() {
        assertThat(names.find("rack-b"))
                .isInstanceOfSatisfying(
                        Meaning.Ambiguous.class, a -> assertThat(a.candidates()).hasSize(2));
        assertThat(names.find("rack-c")).isEqualTo(new Meaning.Unknown("rack-c"));
    }
}
