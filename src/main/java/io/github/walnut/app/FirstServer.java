package io.github.walnut.app;

import io.github.walnut.api.NutServers;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.store.NutServer;
import io.github.walnut.store.NutServerRepository;
import io.github.walnut.store.Secrets;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.UpsId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the first NUT server out of the settings; from then on the stored records win. */
final class FirstServer {

    private final NutServerRepository servers;
    private final Secrets secrets;
    private final NutServers.Usual usual;
    private final Clock clock;
    private final Consumer<String> note;

    FirstServer(
            NutServerRepository servers,
            Secrets secrets,
            NutServers.Usual usual,
            Clock clock,
            Consumer<String> note) {
        this.servers = servers;
        this.secrets = secrets;
        this.usual = usual;
        this.clock = clock;
        this.note = note;
    }

    /** Stores the server when there is none, and notes settings that a stored one overrules. */
    void ensure(Configuration configuration) {
        if (!configuration.flag(Setting.NUT_ENABLED)) {
            return;
        }
        String host = configuration.text(Setting.NUT_HOST);
        int port = configuration.number(Setting.NUT_PORT);
        if (servers.all().isEmpty()) {
            create(configuration, UpsId.defaultServer(host, port), host, port);
        } else {
            compare(configuration, host, port);
        }
    }

    private void compare(Configuration configuration, String host, int port) {
        Optional<NutServer> same =
                servers.all().stream()
                        .filter(server -> server.host().equalsIgnoreCase(host))
                        .filter(server -> server.port() == port)
                        .findFirst();
        if (same.isEmpty()) {
            note.accept(
                    "NUT_HOST and NUT_PORT say "
                            + host
                            + ":"
                            + port
                            + ", but NUT servers are stored already and that one is not among them:"
                            + " the stored ones are polled");
            return;
        }
        String username = configuration.text(Setting.NUT_USERNAME);
        if (username != null && !username.equals(same.get().username())) {
            note.accept(
                    "NUT_USERNAME differs from the user that is stored for NUT server '"
                            + same.get().id()
                            + "': the stored one is used");
        }
    }

    private void create(Configuration configuration, String id, String host, int port) {
        String secret = null;
        if (configuration.text(Setting.NUT_PASSWORD) != null) {
            secret = "nut/" + id;
            secrets.put(secret, configuration.text(Setting.NUT_PASSWORD).toCharArray());
        }
        Instant now = clock.now();
        servers.save(
                new NutServer(
                        id,
                        host,
                        port,
                        configuration.text(Setting.NUT_USERNAME),
                        secret,
                        configuration.text(Setting.NUT_TLS),
                        null,
                        null,
                        usual.pollInterval(),
                        usual.fastInterval(),
                        usual.heartbeatTimeout(),
                        true,
                        0,
                        now,
                        now));
    }
}
