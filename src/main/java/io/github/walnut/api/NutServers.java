package io.github.walnut.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The NUT servers that are watched. */
public interface NutServers {

    /**
     * @param username null without a login
     * @param passwordSet the password itself is never read
     * @param tls off, auto or required
     */
    record Server(
            String id,
            String host,
            int port,
            String username,
            boolean passwordSet,
            String tls,
            Duration pollInterval,
            Duration fastInterval,
            Duration heartbeatTimeout,
            boolean enabled,
            int version) {}

    /**
     * How the connection stands.
     *
     * @param credentials ok, unverified or refused
     * @param lastError null when the last poll was good
     */
    record Status(String state, String credentials, List<String> ups, String lastError) {}

    /** What a server has that does not say otherwise. */
    record Usual(Duration pollInterval, Duration fastInterval, Duration heartbeatTimeout) {}

    Usual usual();

    /** In order of their ids. */
    List<Server> all();

    Optional<Server> find(String id);

    Status status(String id);

    /**
     * @param server with version 1
     * @param password null for none
     */
    Server create(Server server, String password, String actor);

    void delete(String id, String actor);
}
