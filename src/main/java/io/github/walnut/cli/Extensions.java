package io.github.walnut.cli;

import io.github.walnut.config.Configuration;

/** What commands do, in the data folder of this machine, with what people added to walNUT. */
public interface Extensions {

    /**
     * Whether the next start runs a document of routes.
     *
     * @throws CliException when there is none of this id
     */
    void enableRoutes(Configuration configuration, String id, boolean enabled);

    /**
     * Whether the next start uses an uploaded type.
     *
     * @throws CliException when there is none of this id
     */
    void enableType(Configuration configuration, String id, boolean enabled);
}
