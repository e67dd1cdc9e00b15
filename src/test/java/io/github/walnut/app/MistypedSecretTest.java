package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.store.AuditEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret that somebody typed where a name belongs. */
class MistypedSecretTest {

    private static final String NUT_PASSWORD = "canary-let-walnut-in";

    @TempDir private Path folder;

    @Test
    @Requirement("SEC-44")
    void comes_back_in_no_problem_and_stands_in_no_row_of_the_audit_log() throws Exception {
        try (HomeServer walnut = new HomeServer(folder, Map.of())) {
            HomeServer.Answer asked = walnut.get("api/integrations/" + NUT_PASSWORD);
            assertThat(asked.status()).isEqualTo(404);
            assertThat(asked.json().path("detail").asText()).contains("'***'");
            assertThat(asked.json().path("instance").asText()).isEqualTo("/api/integrations/***");

            assertThat(
                            walnut.send(
                                            "DELETE",
                                            "api/integrations/" + NUT_PASSWORD,
                                            "",
                                            HomeServer.JSON)
                                    .status())
                    .isEqualTo(404);
            List<AuditEntry> audit = walnut.audit();
            assertThat(audit).extracting(AuditEntry::object).contains("***");
            assertThat(audit.toString()).doesNotContain(NUT_PASSWORD);
        }
    }
}
