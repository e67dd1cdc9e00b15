package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import org.junit.jupiter.api.Test;

/** What is remembered of triggers counts for the same policy in force, and for no other. */
class RememberedTriggersTest {
    private static final String ON = "trigger: {type: ups.state, equals: OB, for: 10s}";
    private static final String OFF = "enabled: false\n" + ON;

    @Test
    @Requirement("POL-14")
    void a_policy_that_is_enabled_after_a_restart_looks_anew() {
        try (Scene before = new Scene()) {
            before.put(1, ON);
            before.poll("a@s", "OL");
            assertThat(before.pollFor("20s", "a@s", "OB"))
                    .extracting(Decision::kind)
                    .contains(Kind.MATCHED);
            try (Scene after = new Scene(before)) {
                after.session.restore(before.session.takeChanges());
                after.put(1, OFF);
                assertThat(after.pollFor("20s", "a@s", "OB")).isEmpty();
                after.put(1, ON);

                assertThat(after.pollFor("5s", "a@s", "OB"))
                        .extracting(Decision::kind)
                        .doesNotContain(Kind.MATCHED);
                assertThat(after.pollFor("5s", "a@s", "OB"))
                        .extracting(Decision::kind)
                        .contains(Kind.MATCHED);
            }
        }
    }

    @Test
    @Requirement("POL-14")
    void a_policy_that_is_put_again_before_its_ups_is_heard_still_goes_on() {
        try (Scene before = new Scene()) {
            before.put(1, ON);
            before.poll("a@s", "OL");
            before.pollFor("20s", "a@s", "OB");
            try (Scene after = new Scene(before)) {
                after.session.restore(before.session.takeChanges());
                after.put(1, ON);
                after.put(1, ON);

                assertThat(after.pollFor("60s", "a@s", "OB")).isEmpty();
            }
        }
    }

    @Test
    @Requirement("POL-12")
    void a_trigger_of_all_that_names_no_ups_is_about_the_one_that_the_others_name() {
        try (Scene scene = new Scene()) {
            scene.put(
                    1,
                    "logic: ALL\ntriggers:\n  - {type: ups.state, equals: OB}\n"
                            + "  - {type: ups.state, equals: LB, ups: b}");
            scene.poll("a@s", "OL");
            scene.poll("b@s", "OL");

            scene.poll("a@s", "OB");
            assertThat(scene.poll("b@s", "OL LB"))
                    .extracting(Decision::kind)
                    .containsOnly(Kind.NOT_MET);
            assertThat(scene.poll("b@s", "OB LB"))
                    .extracting(Decision::kind)
                    .containsExactly(Kind.MATCHED);
        }
    }

    @Test
    @Requirement("POL-20")
    void contact_that_was_lost_for_another_cause_does_not_count() {
        try (Scene scene = new Scene()) {
            scene.put(1, "trigger: {type: ups.state, equals: comm_lost, cause: [auth]}");
            scene.put(2, "trigger: {type: ups.state, equals: comm_lost}");
            scene.poll("a@s", "OL");
            scene.pass("40s");

            assertThat(lost(scene, "tcp"))
                    .filteredOn(d -> d.kind() == Kind.MATCHED)
                    .extracting(Decision::policyId)
                    .containsExactly(Scene.id(2));
            assertThat(lost(scene, "auth"))
                    .filteredOn(d -> d.kind() == Kind.MATCHED)
                    .extracting(Decision::policyId)
                    .containsExactly(Scene.id(1));
        }
    }

    private static java.util.List<Decision> lost(Scene scene, String cause) {
        return scene.update(
                scene.facts("a@s", "COMM_LOST", scene.now.minusSeconds(40), cause, "deduced"));
    }
}
