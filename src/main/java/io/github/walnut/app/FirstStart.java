package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.store.NutServer;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.UpsId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start takes over from the configuration, most of it once only. */
final class FirstStart {

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    private final Configuration configuration;
    private final StoreRoom store;
    private final Clock clock;

    FirstStart(Configuration configuration, StoreRoom store, Clock clock) {
        this.configuration = configuration;
        this.store = store;
        this.clock = clock;
    }

    /** The name of this installation, drawn when it is asked for the first time. */
    String instanceId() {
        return store.settings
                .find("instance")
                .map(group -> group.values().get("id").toString())
                .orElseGet(
                        () -> {
                            String id = UUID.randomUUID().toString();
                            store.settings.save("instance", Map.of("id", id), 0, "system");
                            return id;
                        });
    }

    /** WALNUT_ARMED arms at every start. */
    void arm(ArmingSwitch arming) {
        if (configuration.flag(Setting.ARMED) && !arming.getAsBoolean()) {
            arming.set(true, "WALNUT_ARMED", "system");
        }
    }

    /** While there is no administrator, whoever reads the log or the data folder may become one. */
    void offerSetup(AccessRoom access) {
        if (!access.accounts.setupNeeded()) {
            access.setupToken.withdraw();
            return;
        }
        LOG.info(
                "No administrator yet: run 'walnut auth create-admin', or use this setup token"
                        + " within 30 minutes (it is in {} too): {}",
                access.setupToken.file(),
                access.setupToken.issue());
    }

    /** The server of NUT_HOST becomes a record at the first start; later the records win. */
    void nutServer() {
        if (!configuration.flag(Setting.NUT_ENABLED) || !store.nutServers.all().isEmpty()) {
            return;
        }
        String host = configuration.text(Setting.NUT_HOST);
        int port = configuration.number(Setting.NUT_PORT);
        String id = UpsId.defaultServer(host, port);
        Instant now = clock.now();
        store.nutServers.save(
                new NutServer(
                        id,
                        host,
                        port,
                        configuration.text(Setting.NUT_USERNAME),
                        secret(id),
                        configuration.text(Setting.NUT_TLS),
                        null,
                        null,
                        configuration.duration(Setting.POLL_INTERVAL),
                        configuration.duration(Setting.FAST_INTERVAL),
                        configuration.duration(Setting.HEARTBEAT_TIMEOUT),
                        true,
                        0,
                        now,
                        now));
    }

    private String secret(String serverId) {
        String password = configuration.text(Setting.NUT_PASSWORD);
        if (password == null) {
            return null;
        }
        String secret = "nut/" + serverId;
        store.secrets.put(secret, password.toCharArray());
        return secret;
    }
}
