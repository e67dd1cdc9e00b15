package io.github.walnut.run;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Long work that somebody asked for.
 *
 * @param progress from 0 to 1
 * @param actor who asked
 * @param finishedAt null while it is queued or running
 * @param result null until it has succeeded
 * @param error why it failed, or null
 */
public record Job(
        UUID id,
        Kind kind,
        Status status,
        double progress,
        String actor,
        Instant createdAt,
        Instant finishedAt,
        Map<String, Object> result,
        String error) {

    /** What the work is. */
    public enum Kind {
        UPLOAD(true),
        DISCOVERY(false),
        BACKUP(true),
        RESTORE(true),
        SELFTEST(false),
        SIMULATION(false);

        private final boolean adminOnly;

        Kind(boolean adminOnly) {
            this.adminOnly = adminOnly;
        }

        /** Only administrators may start it, see it and stop it. */
        public boolean adminOnly() {
            return adminOnly;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it is. */
    public enum Status {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        public boolean isFinal() {
            return compareTo(RUNNING) > 0;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Job queued(UUID id, Kind kind, String actor, Instant at) {
        return new Job(id, kind, Status.QUEUED, 0, actor, at, null, null, null);
    }

    public Job running() {
        return new Job(id, kind, Status.RUNNING, progress, actor, createdAt, null, null, null);
    }

    public Job at(double share) {
        return new Job(id, kind, status, share, actor, createdAt, finishedAt, result, error);
    }

    public Job succeeded(Map<String, Object> outcome, Instant at) {
        return new Job(id, kind, Status.SUCCEEDED, 1, actor, createdAt, at, outcome, null);
    }

    public Job failed(String why, Instant at) {
        return new Job(id, kind, Status.FAILED, progress, actor, createdAt, at, null, why);
    }

    public Job cancelled(Instant at) {
        return new Job(id, kind, Status.CANCELLED, progress, actor, createdAt, at, null, null);
    }
}
