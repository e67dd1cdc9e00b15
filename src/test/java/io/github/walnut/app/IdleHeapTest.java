package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import org.junit.jupiter.api.Test;

class IdleHeapTest {

    private static final long MB = 1 << 20;

    private long size = 90 * MB;
    private boolean busy;
    private int collected;

    @Test
    @Requirement("OPS-90")
    void memory_is_given_back_after_growth_and_not_while_a_run_is_under_way() {
        try (IdleHeap heap =
                new IdleHeap(
                        () -> busy,
                        () -> size,
                        () -> {
                            collected++;
                            size = 50 * MB;
                        })) {
            heap.look();
            heap.look();
            assertThat(collected).isEqualTo(1);
            size = 61 * MB;
            heap.look();
            assertThat(collected).isEqualTo(1);
            size = 130 * MB;
            busy = true;
            heap.look();
            assertThat(collected).isEqualTo(1);
            busy = false;
            heap.look();
            assertThat(collected).isEqualTo(2);
        }
    }
}
