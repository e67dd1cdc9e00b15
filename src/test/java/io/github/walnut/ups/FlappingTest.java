package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requirement({"NUT-54", "NUT-70", "NUT-93"})
class FlappingTest {

    private final Lab lab = new Lab();

    @ParameterizedTest
    @CsvSource({"1, false", "4, false", "5, true", "6, true"})
    void five_edges_within_ten_minutes_are_unstable(int edges, boolean unstable) {
        lab.poll("OL");

        flap(edges, 20);

        assertThat(lab.facts().flaps10m()).isEqualTo(edges);
        assertThat(lab.facts().has(UpsState.UNSTABLE)).isEqualTo(unstable);
        assertThat(lab.names().stream().filter("unstable_mains"::equals)).hasSize(unstable ? 1 : 0);
    }

    @Test
    void five_edges_over_a_longer_time_are_stable() {
        lab.poll("OL");

        flap(5, 150);

        assertThat(lab.facts().has(UpsState.UNSTABLE)).isFalse();
        assertThat(lab.facts().flaps10m()).isEqualTo(4);
    }

    @Test
    void ten_minutes_without_an_edge_are_stable_again() {
        lab.poll("OL");
        flap(6, 10);
        lab.names();

        lab.polls(589, "OL");
        assertThat(lab.facts().has(UpsState.UNSTABLE)).isTrue();
        lab.polls(2, "OL");

        assertThat(lab.names()).containsExactly("outage_ended", "mains_stable_again");
        assertThat(lab.facts().flaps10m()).isZero();
    }

    /** So many edges, the given time apart, beginning with a loss of mains. */
    private void flap(int edges, int apart) {
        for (int i = 0; i < edges; i++) {
            lab.polls(apart, i % 2 == 0 ? "OB" : "OL");
        }
    }
}
