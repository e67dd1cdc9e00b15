package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.store.AuditEntry;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start takes over from the configuration, most of it once only. */
final class FirstStart {

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    private final Configuration configuration;
    private final StoreRoom store;

    FirstStart(Configuration configuration, StoreRoom store) {
        this.configuration = configuration;
        this.store = store;
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
            store.audit.append(
                    new AuditEntry(
                            "system",
                            "system",
                            null,
                            "system-arm",
                            null,
                            "ok",
                            "WALNUT_ARMED",
                            null,
                            null,
                            null));
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
}
