package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.api.Jobs;
import io.github.walnut.api.Problem;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.github.walnut.store.Database;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.JobRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobDeskTest {

    private static final Duration SOON = TestLimits.WAIT;

    @TempDir private Path folder;
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Job> ended = new CopyOnWriteArrayList<>();
    private Database database;
    private JobDesk desk;

    @BeforeEach
    void open() {
        database =
                Database.open(
                        DatabaseConfig.server(
                                        folder.resolve("walnut.db"),
                                        "canary-Tr0ub4dor&3-and-a-second-sentence".toCharArray(),
                                        "test:1")
                                .withKdfIterations(DatabaseConfig.LEAST_KDF_ITERATIONS),
                        new SystemClock());
        desk =
                new JobDesk(
                        new JobRepository(database),
                        ended::add,
                        new SystemClock(),
                        new TimeOrderedIds());
    }

    @AfterEach
    void close() throws Exception {
        go.countDown();
        desk.close();
        database.close();
    }

    private Job start(JobDesk.Work work) {
        return desk.start(Job.Kind.SELFTEST, "admin@example.org", work);
    }

    private Map<String, Object> waiting(RunningJob job) throws InterruptedException {
        assertThat(go.await(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        job.check();
        return Map.of();
    }

    private Job.Status status(Job job) {
        return desk.find(job.id()).orElseThrow().status();
    }

    @Test
    @Requirement("API-10")
    void a_follower_hears_every_line_once_and_the_end_whenever_it_comes() {
        List<String> early = new CopyOnWriteArrayList<>();
        List<String> late = new CopyOnWriteArrayList<>();
        Job job =
                start(
                        running -> {
                            running.info("a", "one");
                            running.progress(0.5);
                            waiting(running);
                            running.warn("b", "two");
                            return Map.of("read", 7, "ok", true, "hosts", 2, "failed", 0);
                        });
        await().atMost(SOON).until(() -> desk.log(job.id()).size() == 1);
        assertThat(desk.follow(job.id(), ears(early))).isTrue();
        assertThat(desk.find(job.id()).orElseThrow().progress()).isEqualTo(0.5);
        go.countDown();
        await().atMost(SOON).until(() -> early.size() == 3);
        desk.follow(job.id(), ears(late));

        assertThat(early)
                .containsExactly(
                        "1 one 0", "2 two 50", "SUCCEEDED {failed=0, hosts=2, ok=true, read=7}");
        assertThat(late).isEqualTo(early);
        assertThat(ended).extracting(Job::id).containsExactly(job.id());
    }

    private static Jobs.Follower ears(List<String> heard) {
        return new Jobs.Follower() {
            @Override
            public void told(JobLine line) {
                heard.add(line.number() + " " + line.message() + " " + line.percent());
            }

            @Override
            public void over(Job job) {
                heard.add(job.status() + " " + job.result());
            }
        };
    }

    @Test
    @Requirement("API-10")
    void what_fails_tells_people_no_more_than_they_may_know() {
        Job told =
                start(
                        running -> {
                            throw new JobDesk.Failure("The host is off");
                        });
        Job untold =
                start(
                        running -> {
                            throw new IllegalStateException("/etc/secret is broken");
                        });
        await().atMost(SOON).until(() -> ended.size() == 2);

        assertThat(desk.find(told.id()).orElseThrow().error()).isEqualTo("The host is off");
        assertThat(desk.find(untold.id()).orElseThrow().error()).doesNotContain("secret");
        assertThat(status(untold)).isEqualTo(Job.Status.FAILED);
    }

    @Test
    @Requirement("API-10")
    void a_job_stops_at_its_next_step_or_never_begins() {
        Job running = start(this::waiting);
        for (int i = 0; i < 3; i++) {
            start(this::waiting);
        }
        Job queued = start(this::waiting);
        assertThat(status(queued)).isEqualTo(Job.Status.QUEUED);

        assertThat(desk.cancel(queued.id())).isTrue();
        assertThat(status(queued)).isEqualTo(Job.Status.CANCELLED);
        assertThat(desk.cancel(queued.id())).isFalse();
        assertThat(desk.cancel(running.id())).isTrue();
        go.countDown();
        await().atMost(SOON).until(() -> ended.size() == 5);
        assertThat(status(running)).isEqualTo(Job.Status.CANCELLED);
        assertThat(ended).extracting(Job::id).doesNotHaveDuplicates();
    }

    @Test
    @Requirement({"API-10", "OPS-92"})
    void lines_and_waiting_jobs_are_bounded() {
        Job chatty =
                start(
                        running -> {
                            for (int i = 1; i <= 1005; i++) {
                                running.info("a", "line " + i);
                            }
                            return Map.of();
                        });
        await().atMost(SOON).until(() -> ended.size() == 1);
        List<JobLine> lines = desk.log(chatty.id());
        assertThat(lines).hasSize(1000);
        assertThat(lines.get(998).message()).isEqualTo("line 999");
        assertThat(lines.get(999).message()).isEqualTo("Further lines are not kept");

        for (int i = 0; i < 104; i++) {
            start(this::waiting);
        }
        assertThatThrownBy(() -> start(this::waiting))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("100 jobs are waiting");
        assertThat(desk.figure().capacity()).isEqualTo(100);
        assertThat(desk.figure().length().getAsInt()).isEqualTo(100);
        assertThat(desk.figure().dropped().getAsLong()).isEqualTo(1);
    }
}
