package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.github.walnut.ups.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRepositoryTest {

    @TempDir Path folder;

    private static Job job(int n) {
        return Job.queued(
                new UUID(1, n),
                Job.Kind.DISCOVERY,
                "admin@example.org",
                TestClock.START.plusSeconds(n));
    }

    @Test
    @Requirement("API-10")
    void keeps_jobs_with_their_lines_over_a_restart_and_ends_what_was_under_way() {
        JobLine line =
                new JobLine(1, TestClock.START, "read", Severity.WARN, "The host is slow", 40);
        Job over = job(1).succeeded(Map.of("host_id", "lab"), TestClock.START);
        try (Database database = Stores.open(folder)) {
            JobRepository jobs = new JobRepository(database);
            jobs.save(over);
            jobs.save(job(2).running());
            jobs.add(job(2).id(), line);
        }
        try (Database database = Stores.open(folder)) {
            JobRepository jobs = new JobRepository(database);
            assertThat(jobs.endUnfinished("stopped")).isEqualTo(1);
            assertThat(jobs.find(over.id())).contains(over);
            assertThat(jobs.lines(job(2).id())).containsExactly(line);
            assertThat(jobs.all(null, null))
                    .extracting(Job::status)
                    .containsExactly(Job.Status.FAILED, Job.Status.SUCCEEDED);
            assertThat(jobs.all(Job.Kind.DISCOVERY, Job.Status.FAILED))
                    .extracting(Job::error)
                    .containsExactly("stopped");
            assertThat(jobs.all(Job.Kind.BACKUP, null)).isEmpty();
        }
    }

    @Test
    @Requirement("API-10")
    void forgets_what_was_over_long_ago_and_never_what_is_under_way() {
        try (Database database = Stores.open(folder)) {
            JobRepository jobs = new JobRepository(database);
            jobs.save(job(1).succeeded(Map.of(), TestClock.START));
            jobs.add(job(1).id(), new JobLine(1, TestClock.START, "read", Severity.INFO, "so", 0));
            jobs.save(job(2).running());
            assertThat(jobs.forget(TestClock.START)).isZero();
            assertThat(jobs.forget(TestClock.START.plus(Duration.ofDays(1)))).isEqualTo(1);
            assertThat(jobs.lines(job(1).id())).isEmpty();
            assertThat(jobs.all(null, null)).extracting(Job::id).containsExactly(job(2).id());
        }
    }
}
