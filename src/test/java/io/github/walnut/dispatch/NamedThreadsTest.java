package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class NamedThreadsTest {

    @Test
    @Requirement("OPS-90")
    void a_pool_has_as_many_threads_as_it_may_and_none_when_nothing_is_to_be_done() {
        ThreadPoolExecutor pool = NamedThreads.pool(3, "test", Duration.ofMillis(20));
        try {
            CountDownLatch work = new CountDownLatch(1);
            for (int i = 0; i < 5; i++) {
                pool.execute(() -> awaitQuietly(work));
            }
            assertThat(pool.getPoolSize()).isEqualTo(3);
            assertThat(pool.getQueue()).hasSize(2);

            work.countDown();

            await().atMost(TestLimits.WAIT).until(() -> pool.getPoolSize() == 0);
            assertThat(pool.getCompletedTaskCount()).isEqualTo(5);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
