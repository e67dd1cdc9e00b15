package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.config.Configuration;
import java.nio.file.Path;
import java.util.List;

/** What commands try out on this machine, without a server and without changing anything. */
public interface Checks {

    /**
     * A NUT server to look at.
     *
     * @param username null for none
     * @param password null for none
     * @param tls off, auto or required
     */
    record NutTarget(String host, int port, String username, char[] password, String tls) {}

    /** As the API answers a test of a NUT server. */
    JsonNode nut(NutTarget target);

    /**
     * How fast a database is in the folder of the real one, which is not touched.
     *
     * @param samples how many are written
     * @return rows: what, count, per_second, p50_ms, p99_ms
     */
    JsonNode database(Configuration configuration, int samples);

    /**
     * The folder of an integration type, of the program or uploaded, whether it is in order or not.
     */
    Path typeFolder(Configuration configuration, String type);

    /** The folders of every installed integration type. */
    List<Path> typeFolders(Configuration configuration);
}
