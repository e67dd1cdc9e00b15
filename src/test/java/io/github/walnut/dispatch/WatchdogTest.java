package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.virtual.Answers;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A driver that does not come back holds its host, and nothing else. */
class WatchdogTest {

    private final VirtualTime time = new VirtualTime();
    private final CountDownLatch mayReturn = new CountDownLatch(1);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Test
    @Requirement("INT-45")
    void an_answer_in_doubt_stands_in_for_a_driver_that_outlasts_its_time() {
        PooledCalls calls = new PooledCalls(this::slow, time);
        calls.run(call(), listener());

        time.pass(Duration.ofMillis(2_900));
        assertThat(heard).isEmpty();
        time.pass(Duration.ofMillis(200));
        assertThat(heard).containsExactly("answered TIMEOUT true");

        mayReturn.countDown();
        await().atMost(TestLimits.WAIT).until(() -> heard.contains("over"));
        assertThat(heard).containsExactly("answered TIMEOUT true", "over");
        calls.close();
    }

    @Test
    void a_driver_that_comes_back_in_time_ends_the_call() {
        mayReturn.countDown();
        PooledCalls calls = new PooledCalls(this::slow, time);
        calls.run(call(), listener());

        await().atMost(TestLimits.WAIT).until(() -> heard.contains("ended true"));
        time.pass(Duration.ofMinutes(1));
        assertThat(heard).containsExactly("ended true");
        calls.close();
    }

    private DriverResult slow(DriverCall call) {
        try {
            mayReturn.await();
            return Answers.ok(call, "off", List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answers.failed(call, ErrorClass.CANCELLED, true);
        }
    }

    private CallRunner.End listener() {
        return new CallRunner.End() {
            @Override
            public void ended(DriverResult result) {
                heard.add("ended " + result.ok());
            }

            @Override
            public void answered(DriverResult result) {
                heard.add(
                        "answered " + result.error().errorClass() + " " + result.error().inDoubt());
            }

            @Override
            public void over() {
                heard.add("over");
            }
        };
    }

    private static DriverCall call() {
        Site site = new Site().add("pve").vm("pve", "1");
        return new DriverCall(
                DriverCall.Mode.EXECUTE,
                site.host("pve").orElseThrow(),
                site.targets("pve", "vm").get(0),
                "vm.lifecycle",
                "stop",
                Map.of(),
                Map.of(),
                null,
                "key",
                "correlation",
                1,
                1_000);
    }
}
