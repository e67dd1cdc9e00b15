package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@Requirement("POL-8")
class PolicyOrderTest {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    @Test
    void what_was_moved_comes_first_and_the_rest_follows_as_it_stood() {
        Map<UUID, Integer> priorities =
                PolicyOrder.priorities(List.of(A, B, C), Map.of(C, 5, B, 9));

        assertThat(priorities)
                .containsExactly(Map.entry(C, 10), Map.entry(B, 20), Map.entry(A, 30));
    }

    @Test
    void equal_wishes_keep_the_order_so_far() {
        assertThat(PolicyOrder.priorities(List.of(B, A, C), Map.of(A, 1, B, 1, C, 0)).keySet())
                .containsExactly(C, B, A);
    }

    @Test
    void the_step_shrinks_so_that_every_policy_has_its_place() {
        assertThat(last(100)).isEqualTo(1000);
        assertThat(last(101)).isEqualTo(101 * 9);
        assertThat(last(1000)).isEqualTo(1000);
        assertThat(last(1500)).isEqualTo(1000);
    }

    private static int last(int policies) {
        List<UUID> ids = IntStream.range(0, policies).mapToObj(i -> new UUID(1, i)).toList();
        Stream<Integer> priorities = PolicyOrder.priorities(ids, Map.of()).values().stream();
        return priorities.reduce((a, b) -> b).orElseThrow();
    }
}
