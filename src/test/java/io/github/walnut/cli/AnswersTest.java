package io.github.walnut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What commands say of a success that takes a state which the transcripts do not come to. */
class AnswersTest {

    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private String answer = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int walnut(String line) {
        out.getBuffer().setLength(0);
        CommandLine program =
                Walnut.commandLine(
                        new WalnutTest.NoMachine(),
                        Map.of(
                                "WALNUT_TOKEN",
                                "token",
                                "WALNUT_SERVER",
                                "http://127.0.0.1:" + server.getAddress().getPort()));
        return program.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    obligations dismiss 17 --reason sold | POST /api/obligations/17/dismiss {"reason":"sold"} | {"id":"17"} | It stays down.
                    obligations retry 17 | POST /api/obligations/17/retry {} | {"id":"17"} | It waits for its gates.
                    runs recover 18 | POST /api/runs/18/recover {"gates":true} | {"id":"19"} | Recovery run 19 has begun.
                    runs retry 18 2 --reason tried | POST /api/runs/18/steps/2/retry {"reason":"tried"} | {"id":"19"} | Run 19 has begun.
                    runs postpone 18 --by 5m | POST /api/runs/18/postpone {"by":"5m"} | {"ends_at":"soon","slack_seconds":40} | The next stage opens at soon; 40 s of the battery are left after the run.
                    system restart --yes | POST /api/system/restart {} | {"accepted":true} | The server restarts.
                    system restart --yes --force | POST /api/system/restart?force=true {} | {"accepted":true} | The server restarts.
                    """)
    @Requirement({"OPS-41", "OPS-42"})
    void a_success_is_a_sentence_for_people_and_the_answer_for_programs(
            String line, String request, String given, String sentence) throws IOException {
        answer = given;

        assertThat(walnut(line)).as(err.toString()).isZero();
        assertThat(out).hasToString(sentence + System.lineSeparator());
        assertThat(walnut("--json " + line)).isZero();
        assertThat(Output.JSON.readTree(out.toString())).isEqualTo(Output.JSON.readTree(given));
        assertThat(walnut("-q " + line)).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(asked).containsOnly(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    runs skip 18 2 --reason tried | POST /api/runs/18/steps/2/skip {"reason":"tried"} | Left out.
                    hosts trust nas SHA256:abc | POST /api/integrations/nas/trust {"fingerprint":"SHA256:abc"} | Trusted.
                    ups forget rack1 --yes | `DELETE /api/ups/rack1 ` | Forgotten.
                    """)
    @Requirement({"OPS-41", "OPS-42"})
    void where_the_server_answers_nothing_programs_get_the_sentence(
            String line, String request, String sentence) throws IOException {
        assertThat(walnut(line)).as(err.toString()).isZero();
        assertThat(out).hasToString(sentence + System.lineSeparator());
        assertThat(walnut("--json " + line)).isZero();
        assertThat(Output.JSON.readTree(out.toString()).path("message").asText())
                .isEqualTo(sentence);
        assertThat(asked).containsOnly(request);
    }

    @Test
    @Requirement({"OPS-41", "OPS-42"})
    void a_broker_that_works_is_a_table_of_steps() throws IOException {
        answer =
                "{\"ok\":true,\"steps\":[{\"name\":\"connect\",\"ok\":true,\"detail\":null}],\"message\":\"It works.\"}";

        assertThat(walnut("mqtt test")).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .containsExactly("STEP     OK    DETAIL", "connect  true  -", "It works.");
        assertThat(walnut("--json mqtt test")).isZero();
        assertThat(Output.JSON.readTree(out.toString()).path("ok").asBoolean()).isTrue();
    }
}
