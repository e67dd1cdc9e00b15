package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.security.Role;
import io.github.walnut.ups.Severity;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events beside their list: counted, seen to, taken away as a file. */
class EventResourceTest {

    private RunningApi api;
    private ContractReader contract;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        api = new RunningApi();
        contract = new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")));
        operator = api.token(Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonNode valid(HttpResponse<String> answer, String schema) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode node = api.json(answer);
        assertThat(contract.schema(schema).validate(node)).as(schema).isEmpty();
        return node;
    }

    private void event(String name, Severity severity) {
        api.ups.event("rack@lab", api.clock.instant(), name, severity);
    }

    @Test
    void events_are_acknowledged_by_id_or_up_to_a_moment_and_once() {
        String id =
                api.ups
                        .event("rack@lab", api.clock.instant(), "mains_lost", Severity.WARN)
                        .id()
                        .toString();
        event("low_battery", Severity.ERROR);
        event("mains_returned", Severity.INFO);
        assertThat(acknowledge("{\"ids\":[\"" + id + "\"]}")).isEqualTo(1);
        assertThat(acknowledge("{\"ids\":[\"" + id + "\"]}")).isZero();
        assertThat(acknowledge("{\"until\":\"2099-01-01T00:00:00Z\",\"severity\":\"error\"}"))
                .isEqualTo(1);
        JsonNode seen = valid(api.get("/api/events/" + id, operator), "EventDetail");
        assertThat(seen.get("acknowledged_by").asText()).isEqualTo("operator@example.org");
        for (String wrong :
                List.of(
                        "{}",
                        "{\"ids\":[]}",
                        "{\"ids\":[\"x\"]}",
                        "{\"until\":\"yesterday\"}",
                        "{\"ids\":[\"" + id + "\"],\"severity\":\"warn\"}")) {
            HttpResponse<String> refused = api.send("POST", "/api/events/ack", operator, wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(api.code(refused)).isEqualTo("invalid_request");
        }
        assertThat(api.send("POST", "/api/events/ack", api.token(Role.VIEWER), "{}").statusCode())
                .isEqualTo(403);
    }

    private int acknowledge(String body) {
        return valid(api.send("POST", "/api/events/ack", operator, body), "EventAcked")
                .get("acknowledged")
                .asInt();
    }

    @Test
    void events_are_counted_by_severity_name_ups_and_span() {
        event("mains_lost", Severity.WARN);
        event("mains_lost", Severity.WARN);
        event("low_battery", Severity.ERROR);
        JsonNode stats =
                valid(api.get("/api/events/stats?days=1&bucket=hour", operator), "EventStats");
        assertThat(stats.get("total").asInt()).isEqualTo(3);
        assertThat(stats.get("by_severity").toString())
                .isEqualTo("{\"info\":0,\"warn\":2,\"error\":1}");
        assertThat(stats.at("/by_name/mains_lost").asInt()).isEqualTo(2);
        assertThat(stats.get("by_ups").toString()).isEqualTo("{\"rack@lab\":3}");
        assertThat(api.code(api.get("/api/events/stats?days=366", operator)))
                .isEqualTo("invalid_parameter");
    }

    @Test
    @Requirement("SEC-56")
    void events_are_written_as_a_file_in_which_no_text_is_a_formula() {
        for (int i = 0; i < 1200; i++) {
            event("mains_lost", Severity.WARN);
        }
        api.ups.event("=1+1@lab", api.clock.instant(), "say \"hi\", twice", Severity.INFO);
        HttpResponse<String> file = api.get("/api/events.csv", operator);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"events.csv\"");
        List<String> lines = file.body().lines().toList();
        assertThat(lines).hasSize(1202);
        assertThat(lines.get(0))
                .startsWith("ts,severity,name,kind,subject_kind,subject_id,message,");
        assertThat(lines.get(1))
                .contains(",\"say \"\"hi\"\", twice\",ups.state,ups,'=1+1@lab,")
                .contains(",\"'=1+1@lab say \"\"hi\"\", twice\",");
        assertThat(api.get("/api/events.csv?severity=info", operator).body().lines()).hasSize(2);
    }

    @Test
    @Requirement("SEC-56")
    void a_cell_is_text_or_a_number_and_never_a_formula() {
        assertThat(List.of("=1", "+1", "-1", "@a", "\tx"))
                .allSatisfy(text -> assertThat(Csv.cell(text)).isEqualTo("'" + text));
        assertThat(Csv.cell(-5.5)).isEqualTo("-5.5");
        assertThat(Csv.cell(null)).isEmpty();
        assertThat(Csv.line(List.of("a\r\nb", 1, "c,d"))).isEqualTo("\"a\r\nb\",1,\"c,d\"\r\n");
    }
}
