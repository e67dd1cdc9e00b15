package io.github.walnut.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The NUT servers that are watched. */
public interface NutServers {

    /**
     * @param username null without a login
     * @param passwordSet the password itself is never read
     * @param tls off, auto or required
     * @param tlsTrust by what its certificate is believed: first-use, ca, pin or none
     * @param tlsPin SHA-256 of the certificate in hexadecimal, or null
     * @param version from 1
     */
    record Server(
            String id,
            String host,
            int port,
            String username,
            boolean passwordSet,
            String tls,
            String tlsTrust,
            String tlsPin,
            Duration pollInterval,
            Duration fastInterval,
            Duration heartbeatTimeout,
            boolean enabled,
            int version) {}

    /**
     * How the connection stands.
     *
     * @param state connected, error, unknown or disabled
     * @param encrypted whether the newest connection is under TLS; null before the first one
     * @param credentials ok, unverified or refused
     * @param lastError null when the last poll was good
     */
    record Status(
            String state,
            Boolean encrypted,
            String credentials,
            List<String> ups,
            String lastError) {}

    /** What a server has that does not say otherwise. */
    record Usual(Duration pollInterval, Duration fastInterval, Duration heartbeatTimeout) {}

    Usual usual();

    /**
     * How a look at a server came out.
     *
     * @param steps in order: {@code step}, {@code ok}, and {@code error} of the one that failed
     * @param message for people, or null
     * @param tls whether the connection went over to TLS; null without a connection
     * @param credentials ok, unverified or refused
     */
    record Tried(
            boolean ok,
            List<Map<String, Object>> steps,
            long latencyMillis,
            String message,
            String serverVersion,
            String protocol,
            Boolean tls,
            String credentials,
            List<TriedUps> ups) {}

    /**
     * @param status {@code ups.status}, or null when its driver has nothing to tell
     */
    record TriedUps(String name, String description, String status) {}

    /** In order of their ids. */
    List<Server> all();

    Optional<Server> find(String id);

    Status status(String id);

    /**
     * @param server with version 1
     * @param password null for none
     */
    Server create(Server server, String password, String actor);

    /**
     * Puts the server in the place of the one with its id, and connects anew.
     *
     * @param version that the caller has read
     * @param password the new one, or null
     * @param keepPassword the stored one stays
     * @throws Problem when the stored version is another, or another server has the address
     */
    Server update(Server server, int version, String password, boolean keepPassword, String actor);

    /**
     * Looks at a server, stored or not.
     *
     * @param password null for the stored one of the id, or none
     * @param login prove the credentials
     */
    Tried test(Server server, String password, boolean login);

    /**
     * The server is believed with this certificate and no other, whatever it showed before, and is
     * connected anew. Of one that is believed by an authority or a pin of its record, only what is
     * known of it for the refusal of clear text changes.
     *
     * @param sha256 of the certificate in lower-case hexadecimal; null believes what it shows next,
     *     and lets it go without TLS again
     */
    void trust(String id, String sha256);

    void delete(String id, String actor);
}
