package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.config.Configuration;
import java.net.URI;
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

    /**
     * A peer that an integration type is tried against.
     *
     * @param url without a password
     * @param config fields of the connection besides those that the address answers
     * @param secrets by field
     */
    record Peer(URI url, JsonNode config, JsonNode secrets) {}

    /**
     * Plays the cases of the conformance kit.
     *
     * @param folder of the type
     * @param peer null for those without one
     * @return rows: case, name, verdict (passed, failed, skipped), reason
     */
    JsonNode conformance(Configuration configuration, Path folder, Peer peer);

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
