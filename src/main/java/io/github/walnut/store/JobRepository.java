package io.github.walnut.store;

import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import io.github.walnut.ups.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Jobs and their lines. */
public final class JobRepository {

    /** How long a job that is over can be looked up unless a setting says otherwise. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final int BATCH = 500;

    private final Database database;

    public JobRepository(Database database) {
        this.database = database;
    }

    /** Writes a new job, or the present form of a known one. */
    public void save(Job job) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        new Columns()
                                .set("id", job.id())
                                .set("kind", job.kind())
                                .set("status", job.status())
                                .set("progress", job.progress())
                                .set("actor", job.actor())
                                .set("created_at", job.createdAt())
                                .set("finished_at", job.finishedAt())
                                .json("result", job.result())
                                .set("error", job.error())
                                .put(tx, "jobs", "id"));
    }

    public void add(UUID job, JobLine line) {
        database.write(
                Lane.BULK,
                tx ->
                        new Columns()
                                .set("job_id", job)
                                .set("line", line.number())
                                .set("at", line.at())
                                .set("phase", line.phase())
                                .set("level", line.level())
                                .set("message", line.message())
                                .set("percent", line.percent())
                                .insert(tx, "job_logs"));
    }

    /** Ends what an earlier process left unfinished; how many that were. */
    public int endUnfinished(String error) {
        Instant now = database.clock().now();
        return database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "UPDATE jobs SET status = 'failed', error = ?, finished_at = ?"
                                                + " WHERE status IN ('queued', 'running')")
                                .param(error)
                                .param(now.toEpochMilli())
                                .update());
    }

    /**
     * The latest first.
     *
     * @param kind null for every one
     * @param status null for every one
     */
    public List<Job> all(Job.Kind kind, Job.Status status) {
        return new Where()
                .and("kind = ?", kind)
                .and("status = ?", status)
                .statement(
                        database.reader(),
                        "SELECT * FROM jobs",
                        "ORDER BY created_at DESC, id DESC")
                .query(Row.to(JobRepository::read))
                .list();
    }

    public Optional<Job> find(UUID id) {
        return database.reader()
                .sql("SELECT * FROM jobs WHERE id = ?")
                .param(id.toString())
                .query(Row.to(JobRepository::read))
                .optional();
    }

    /** In the order in which they were told. */
    public List<JobLine> lines(UUID job) {
        return database.reader()
                .sql("SELECT * FROM job_logs WHERE job_id = ? ORDER BY line")
                .param(job.toString())
                .query(Row.to(JobRepository::readLine))
                .list();
    }

    /** One batch of jobs that were over before this moment; how many went. */
    int forget(Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs"
                                                + " WHERE finished_at < ? LIMIT ?)")
                                .param(before.toEpochMilli())
                                .param(BATCH)
                                .update());
    }

    private static Job read(Row row) throws SQLException {
        return new Job(
                row.uuid("id"),
                row.word("kind", Job.Kind.class),
                row.word("status", Job.Status.class),
                row.real("progress"),
                row.text("actor"),
                row.instant("created_at"),
                row.instant("finished_at"),
                row.text("result") == null ? null : row.object("result"),
                row.text("error"));
    }

    private static JobLine readLine(Row row) throws SQLException {
        return new JobLine(
                row.integer("line"),
                row.instant("at"),
                row.text("phase"),
                row.word("level", Severity.class),
                row.text("message"),
                row.integer("percent"));
    }
}
