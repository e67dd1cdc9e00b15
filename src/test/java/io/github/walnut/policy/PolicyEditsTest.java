package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.policy.PolicyEdits.Edit;
import io.github.walnut.policy.StoredPolicy.Status;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From which state a policy gets into which, and why. */
class PolicyEditsTest {

    private static final String DOCUMENT =
            """
            version: '2.0'
            name: Stop it
            trigger: {type: ups.state, equals: OB, for: 10s}
            actions: [{host_id: h1, capability: power.control, verb: shutdown}]
            """;
    private static final Instant THEN = Instant.parse("2026-05-02T08:00:00Z");
    private static final Edit EDIT = new Edit("anna", THEN.plusSeconds(60));
    private static final Finding GONE =
            new Finding(
                    Severity.BLOCKER, "compile", "/actions/0/host_id", "unknown_host", "-", null);

    @Test
    void a_new_policy_is_what_its_document_says_and_never_armed() {
        assertThat(created(DOCUMENT).status()).isEqualTo(Status.ENABLED);
        assertThat(created(DOCUMENT).armed()).isFalse();
        assertThat(created(DOCUMENT + "enabled: false\n").status()).isEqualTo(Status.DISABLED);
        StoredPolicy faulty =
                PolicyEdits.create(
                        new UUID(0, 1),
                        read(DOCUMENT).with(List.of(error())),
                        DOCUMENT,
                        "application/yaml",
                        true,
                        EDIT);
        assertThat(faulty.status()).isEqualTo(Status.DISABLED);
    }

    @Test
    void another_behaviour_disarms_and_another_name_does_not() {
        StoredPolicy armed = PolicyEdits.armed(created(DOCUMENT), 3, EDIT);
        assertThat(armed.armedTargets()).isEqualTo(3);

        assertThat(replaced(armed, DOCUMENT.replace("Stop it", "Halt it")).armed()).isTrue();
        StoredPolicy changed = replaced(armed, DOCUMENT.replace("10s", "20s"));
        assertThat(changed.armed()).isFalse();
        assertThat(changed.armedHash()).isNull();
        assertThat(changed.versionInt()).isEqualTo(3);
    }

    @Test
    void leaving_enabled_disarms() {
        StoredPolicy armed = PolicyEdits.armed(created(DOCUMENT), 3, EDIT);

        assertThat(PolicyEdits.disabled(armed, EDIT).armed()).isFalse();
        assertThat(replaced(armed, DOCUMENT + "enabled: false\n").armed()).isFalse();
    }

    @Test
    void a_host_that_is_gone_makes_it_invalid_and_its_return_what_it_was() {
        for (Status status : List.of(Status.ENABLED, Status.DISABLED)) {
            StoredPolicy before =
                    status == Status.ENABLED
                            ? PolicyEdits.armed(created(DOCUMENT), 3, EDIT)
                            : created(DOCUMENT + "enabled: false\n");

            StoredPolicy broken =
                    PolicyEdits.rechecked(before, read(DOCUMENT).with(List.of(GONE)), 0);
            assertThat(broken.status()).isEqualTo(Status.INVALID);
            assertThat(broken.inForce()).isEqualTo(status == Status.ENABLED);
            assertThat(broken.policy()).isEqualTo(before.policy());
            assertThat(broken.armed()).isEqualTo(before.armed());
            assertThat(broken.findings()).contains(GONE);
            assertThat(broken.versionInt()).isEqualTo(before.versionInt());

            StoredPolicy again = PolicyEdits.rechecked(broken, read(before.document()), 3);
            assertThat(again).isEqualTo(before);
        }
    }

    @Test
    void errors_with_which_it_was_saved_do_not_make_it_invalid() {
        StoredPolicy faulty = PolicyEdits.rechecked(created(DOCUMENT), read(DOCUMENT), 0);
        StoredPolicy saved =
                PolicyEdits.create(
                        faulty.id(),
                        read(DOCUMENT).with(List.of(error())),
                        DOCUMENT,
                        "application/yaml",
                        true,
                        EDIT);

        StoredPolicy checked =
                PolicyEdits.rechecked(saved, read(DOCUMENT).with(List.of(error())), 0);

        assertThat(checked.status()).isEqualTo(Status.DISABLED);
        assertThat(PolicyEdits.rechecked(checked, read(DOCUMENT), 0).status())
                .isEqualTo(Status.DISABLED);
    }

    @Test
    void twice_the_targets_disarm() {
        StoredPolicy armed = PolicyEdits.armed(created(DOCUMENT), 3, EDIT);

        assertThat(PolicyEdits.rechecked(armed, read(DOCUMENT), 5).armed()).isTrue();
        assertThat(PolicyEdits.rechecked(armed, read(DOCUMENT), 6).armed()).isFalse();
        assertThat(PolicyEdits.rechecked(armed, read(DOCUMENT), 6).status())
                .isEqualTo(Status.ENABLED);
    }

    @Test
    void twice_the_targets_disarm_what_becomes_valid_again() {
        StoredPolicy armed = PolicyEdits.armed(created(DOCUMENT), 3, EDIT);
        StoredPolicy broken = PolicyEdits.rechecked(armed, read(DOCUMENT).with(List.of(GONE)), 0);

        StoredPolicy again = PolicyEdits.rechecked(broken, read(DOCUMENT), 6);

        assertThat(again.status()).isEqualTo(Status.ENABLED);
        assertThat(again.armed()).isFalse();
    }

    private static Finding error() {
        return new Finding(Severity.ERROR, "compile", "", "unknown_ups", "-", null);
    }

    private static PolicyReading read(String document) {
        return new PolicyDocuments().read(document, "application/yaml");
    }

    private static StoredPolicy created(String document) {
        return PolicyEdits.create(
                new UUID(0, 1), read(document), document, "application/yaml", true, EDIT);
    }

    private static StoredPolicy replaced(StoredPolicy before, String document) {
        return PolicyEdits.replace(
                before, read(document), document, "application/yaml", true, EDIT);
    }
}
