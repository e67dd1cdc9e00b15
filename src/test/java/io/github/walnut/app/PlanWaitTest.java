package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@Requirement("NTF-8")
class PlanWaitTest {

    private static final UUID RUN = UUID.randomUUID();

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final Set<UUID> planning = new HashSet<>();
    private final List<Duration> pauses = new ArrayList<>();
    private boolean wanted = true;
    private boolean closed;
    private int done;
    private final PlanWait wait =
            new PlanWait(
                    (pause, task) -> {
                        pauses.add(pause);
                        return !closed && later.add(task);
                    });

    {
        wait.use(() -> wanted, planning::contains);
    }

    private void pass(int looks) {
        for (int i = 0; i < looks && !later.isEmpty(); i++) {
            later.poll().run();
        }
    }

    @Test
    void what_is_about_a_run_waits_for_its_plan_and_nothing_else_waits() {
        planning.add(RUN);
        wait.then(null, () -> done++);
        wanted = false;
        wait.then(RUN, () -> done++);
        assertThat(done).isEqualTo(2);
        wanted = true;
        wait.then(RUN, () -> done++);
        pass(5);
        assertThat(done).isEqualTo(2);
        planning.clear();
        pass(1);
        assertThat(done).isEqualTo(3);
        assertThat(later).isEmpty();
        assertThat(pauses).startsWith(Duration.ZERO, PlanWait.LOOK).hasSize(6);
    }

    /** Who hands it over may hold what the plan needs. */
    @Test
    void whoever_hands_it_over_asks_nobody() {
        wait.use(
                () -> true,
                run -> {
                    throw new AssertionError("asked at once");
                });
        wait.then(RUN, () -> done++);
        assertThat(done).isZero();
        assertThat(later).hasSize(1);
    }

    @Test
    void nothing_waits_for_ever_or_for_a_sender_that_ends() {
        planning.add(RUN);
        wait.then(RUN, () -> done++);
        pass(20);
        assertThat(done).isZero();
        pass(1);
        assertThat(done).isEqualTo(1);
        closed = true;
        wait.then(RUN, () -> done++);
        assertThat(done).isEqualTo(2);
    }
}
