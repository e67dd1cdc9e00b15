package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

@Requirement("NUT-82")
class VariableChangesTest {

    @Property(tries = 300)
    void changes_lead_from_any_map_to_any_other(
            @ForAll @Size(max = 6)
                    Map<
                                    @CharRange(from = 'a', to = 'e') @StringLength(max = 1) String,
                                    @CharRange(from = '0', to = '2') @StringLength(max = 1) String>
                            before,
            @ForAll @Size(max = 6)
                    Map<
                                    @CharRange(from = 'a', to = 'e') @StringLength(max = 1) String,
                                    @CharRange(from = '0', to = '2') @StringLength(max = 1) String>
                            now) {
        Map<String, String> changes = VariableChanges.between(before, now);

        assertThat(VariableChanges.apply(before, changes)).isEqualTo(now);
        assertThat(VariableChanges.between(now, now)).isEmpty();
    }

    @Test
    void only_what_differs_is_kept_and_what_is_gone_is_null() {
        Map<String, String> changes =
                VariableChanges.between(
                        Map.of("ups.status", "OL", "ups.load", "20", "ups.alarm", "x"),
                        Map.of("ups.status", "OL", "ups.load", "21"));

        assertThat(changes)
                .hasSize(2)
                .containsEntry("ups.load", "21")
                .containsEntry("ups.alarm", null);
    }

    @Test
    void a_complete_map_is_due_at_first_and_after_five_minutes() {
        Instant t = Lab.START;

        assertThat(VariableChanges.completeIsDue(null, t)).isTrue();
        assertThat(VariableChanges.completeIsDue(t, t.plusSeconds(299))).isFalse();
        assertThat(VariableChanges.completeIsDue(t, t.plusSeconds(300))).isTrue();
    }
}
