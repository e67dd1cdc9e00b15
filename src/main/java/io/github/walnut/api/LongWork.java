package io.github.walnut.api;

import io.github.walnut.run.Job;

/** Work that takes longer than an answer may; each call returns at once with the job. */
public interface LongWork {

    /** Reads every target of the host anew. */
    Job discover(String hostId, String actor);

    /** Tests the connection of every enabled host. */
    Job selftest(String actor);
}
