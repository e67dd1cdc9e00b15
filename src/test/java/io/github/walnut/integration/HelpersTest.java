package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import org.junit.jupiter.api.Test;

@Requirement("INT-56")
class HelpersTest {

    private final Helpers helpers = new Helpers("walnut/test");
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();

    @Test
    void every_name_that_kamelets_may_use_exists_and_no_other() {
        assertThat(Helper.NAMES).allSatisfy(name -> assertThat(helpers.find(name)).isNotNull());
        assertThatThrownBy(() -> helpers.find("exec")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void digests_and_base64_are_of_the_text() throws Exception {
        body.put("text", "abc");
        helpers.find("sha256").apply(body);
        helpers.find("base64").apply(body);
        assertThat(body.path("sha256").asText())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(body.path("base64").asText()).isEqualTo("YWJj");
    }

    @Test
    void fail_ends_the_call_with_the_drivers_words() {
        body.putObject("fail")
                .put("class", "conflict")
                .put("code", "locked")
                .put("message", "It is locked.");
        DriverResult.Error error =
                catchThrowableOfType(DriverFailure.class, () -> helpers.find("fail").apply(body))
                        .asError();
        assertThat(error.errorClass()).isEqualTo(ErrorClass.CONFLICT);
        assertThat(error.code()).isEqualTo("locked");
        assertThat(error.message()).isEqualTo("It is locked.");
    }

    @Test
    void expect_names_the_statuses_that_confirm_the_verb() throws Exception {
        body.putObject("call").put("verb", "shutdown");
        helpers.find("expect").apply(body);
        assertThat(body.at("/await/expect/status"))
                .extracting(node -> node.asText())
                .contains("stopped", "off");
    }

    @Test
    void check_does_nothing_where_no_verb_is_asked_for() throws Exception {
        body.putObject("call").put("verb", "");
        helpers.find("check").apply(body);
        assertThat(body.has("checks")).isFalse();
    }
}
