package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.policy.PolicyReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConversionTest {

    private static final String FILES = "io.github.walnut.policy.json.Golden#files";

    private final PolicyDocuments documents = new PolicyDocuments();

    @ParameterizedTest
    @MethodSource(FILES)
    @Requirement({"API-45", "POL-2"})
    void every_document_means_the_same_when_it_is_written_in_format_2(String file) {
        PolicyReading before = Golden.read(file);

        ObjectNode made = converted(Golden.text(file), Golden.mediaType(file));

        PolicyReading after = documents.read(made.toString(), DocumentTree.JSON);
        assertThat(made.path("version").textValue()).isEqualTo("2.0");
        assertThat(made.has("trigger_group")).isFalse();
        assertThat(after.findings()).isEqualTo(before.findings());
        assertThat(after.policy()).isEqualTo(before.policy());
        assertThat(after.hash()).isEqualTo(before.hash());
    }

    @Test
    @Requirement("API-45")
    void order_budgets_windows_and_unknown_members_go_where_format_2_has_them() {
        ObjectNode made =
                converted(
                        """
                        {"version":1,"name":"Two in a row","x-note":"kept",
                         "trigger_group":{"logic":"ALL","triggers":[
                            {"type":"ups.state","equals":"OB"},{"type":"ups.state","equals":"comm_lost"}]},
                         "conditions":{"all":[]},
                         "targets":{"host_id":"pve","target_type":"vm",
                            "selector":{"mode":"list","value":"201-203, web, \\"a b\\""}},
                         "actions":[
                            {"capability_id":"vm.lifecycle","verb":"shutdown","params":{"grace_s":90}},
                            {"capability_id":"vm.lifecycle","verb":"stop","delay":"5s"}],
                         "suppression_window":"15m"}
                        """,
                        DocumentTree.JSON);

        assertThat(made.toString())
                .isEqualTo(
                        "{\"version\":\"2.0\",\"name\":\"Two in a row\",\"x-note\":\"kept\","
                                + "\"triggers\":[{\"type\":\"ups.state\",\"equals\":\"OB\"},"
                                + "{\"type\":\"ups.state\",\"equals\":\"comm_lost\"}],\"logic\":\"ALL\","
                                + "\"conditions\":{\"all\":[]},\"actions\":["
                                + "{\"host_id\":\"pve\",\"capability\":\"vm.lifecycle\",\"verb\":\"shutdown\","
                                + "\"target_type\":\"vm\",\"selector\":{\"external_ids\":[\"201-203\",\"web\"],"
                                + "\"names\":[\"a b\"]},\"options\":{\"timeout\":90}},"
                                + "{\"host_id\":\"pve\",\"capability\":\"vm.lifecycle\",\"verb\":\"stop\","
                                + "\"target_type\":\"vm\",\"selector\":{\"external_ids\":[\"201-203\",\"web\"],"
                                + "\"names\":[\"a b\"]},\"delay\":\"5s\",\"stage\":1}],"
                                + "\"safeties\":{\"suppression_window\":\"15m\"}}");
    }

    private ObjectNode converted(String text, String mediaType) {
        return new PolicyConversion(
                        DocumentTree.of(text, mediaType), documents.read(text, mediaType).policy())
                .make();
    }
}
