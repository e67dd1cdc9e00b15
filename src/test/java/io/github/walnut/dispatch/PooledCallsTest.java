package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PooledCallsTest {

    private static Set<Thread> waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("dispatch-call"))
                .collect(Collectors.toSet());
    }

    @Test
    @Requirement("OPS-91")
    void threads_for_calls_that_are_about_to_come_are_there_before_them() {
        try (TimerScheduler scheduler = new TimerScheduler();
                PooledCalls calls = new PooledCalls(call -> null, scheduler)) {
            Set<Thread> others = waiting();
            calls.expect(20);
            Set<Thread> ready = waiting();
            ready.removeAll(others);
            assertThat(ready).hasSize(20);
            calls.expect(15);
            assertThat(waiting()).containsAll(ready).hasSize(others.size() + 20);
        }
    }
}
