package io.github.walnut.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.PackageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drivers that are wrong in one way each: the kit must tell which. */
class FaultyDriversTest {

    private static final String PLUG = "generic-http-plug.kamelet.yaml";
    private static final String TEST = "generic-http-test.kamelet.yaml";

    @TempDir private Path folder;
    private RelayBox box;

    @BeforeEach
    void start() throws IOException {
        box = new RelayBox();
        try (Stream<Path> files = Files.list(Path.of("kamelets/generic.http"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    @AfterEach
    void stop() {
        box.close();
    }

    private void change(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }

    private List<Verdict> verdicts() throws Exception {
        return new ConformanceBase() {
            @Override
            protected Path folder() {
                return folder;
            }

            @Override
            protected Peer peer() {
                return new Peer(
                        Map.of("base_url", box.url(), "auth", "bearer", "plug", "shelly1"),
                        Map.of("token", RelayBox.TOKEN));
            }

            @Override
            protected long writes() {
                return box.writes();
            }
        }.verdicts();
    }

    private void isCaught(String id, String because) throws Exception {
        assertThat(verdicts())
                .filteredOn(Verdict::failed)
                .anySatisfy(
                        verdict -> {
                            assertThat(verdict.id()).isEqualTo(id);
                            assertThat(verdict.reason()).contains(because);
                        });
    }

    @ParameterizedTest
    @Requirement("INT-58")
    @CsvSource({
        "twice, C04, is there twice",
        "undeclared write, C07, the peer saw 1 writes",
        "no preview, C07, neither a preview nor no change",
        "swallowed, C03, wrong credentials are answered as right ones",
        "empty on error, C16, redirect: ok",
        "nobody missing, C13, 'rehearsed, expected not_found'",
        "no status, C04, is no status",
        "another step, C02, not_allowed"
    })
    void a_fault_is_told_by_its_case(String fault, String id, String because) throws Exception {
        switch (fault) {
            case "twice" ->
                    change(
                            PLUG,
                            "labels: {} }]",
                            "labels: {} }, {type: \"plug\", external_id: \"0\", name: \"again\", status: \"on\"}]");
            case "undeclared write" ->
                    change(
                            PLUG,
                            "query: {turn: .call.verb}, write: true",
                            "query: {turn: .call.verb} ");
            case "no preview" ->
                    change(
                            PLUG,
                            "(.call.mode == \"dry_run\" or .call.mode == \"execute\")",
                            "(.call.mode == \"execute\")");
            case "swallowed" ->
                    change(TEST, ".steps.look.status == 401 or .steps.look.status == 403", "false");
            case "empty on error" ->
                    change(
                            PLUG,
                            "{method: \"GET\", path: [\"relay\", \"0\"]}",
                            "{method: \"GET\", path: [\"relay\", \"0\"], any_status: true}");
            case "nobody missing" ->
                    change(
                            PLUG,
                            ".call.target.external_id != \"0\"",
                            ".call.target.external_id == \"9\"");
            case "no status" ->
                    change(PLUG, "then \"on\" else \"off\"", "then \"lit\" else \"off\"");
            default -> change(PLUG, "helper:check", "log:seen");
        }
        if (id.equals("C02")) {
            assertThat(StaticCases.of(folder, new PackageReader(Catalogue.load())))
                    .filteredOn(Verdict::failed)
                    .extracting(Verdict::id)
                    .containsExactly("C02");
            return;
        }
        isCaught(id, because);
    }
}
