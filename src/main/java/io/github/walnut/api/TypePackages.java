package io.github.walnut.api;

import io.github.walnut.policy.Finding;
import io.github.walnut.run.Job;
import io.github.walnut.run.JobLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What integration types consist of. */
public interface TypePackages {

    /**
     * @param manifest as its author wrote it
     * @param kamelets YAML text by name of the file without its extension
     */
    record Contents(String manifest, Map<String, String> kamelets) {}

    /** Empty without such a type. */
    Optional<Contents> contents(String typeId);

    /**
     * What was put in force.
     *
     * @param sha256 of the archive, in hexadecimal
     * @param log what was done, in order
     */
    record Installed(String typeId, String version, String sha256, List<JobLine> log) {}

    /**
     * Checks a package and puts it in force; a refusal is a {@link Problem} with the code of the
     * phase that failed, and leaves everything as it was.
     *
     * @param replace also in place of the same or a newer version
     */
    Installed upload(String fileName, byte[] content, boolean replace);

    /** As {@link #upload}, as a job. */
    Job uploading(String fileName, byte[] content, boolean replace, String actor);

    /** Looks through the folders of types for what changed, as a job. */
    Job rescan(String actor);

    /**
     * Removes a type that was uploaded.
     *
     * @param force also while hosts are of it, which nobody can speak to then
     */
    void delete(String typeId, boolean force);

    /** Checks the installed files anew: what is wrong with them. */
    List<Finding> check(String typeId);
}
