package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.Setting;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.EmailTakenException;
import io.github.walnut.security.Role;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.Users;
import io.github.walnut.store.AuditEntry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
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

    /** Cookies without TLS can be read on the way, unless they never leave this machine. */
    void warnOfOpenCookies() throws UnknownHostException {
        if (!configuration.flag(Setting.SECURE_COOKIES)
                && !InetAddress.getByName(configuration.text(Setting.HTTP_HOST))
                        .isLoopbackAddress()) {
            LOG.warn(
                    "WALNUT_SECURE_COOKIES is false: logins and cookies cross the network in clear"
                            + " text unless TLS is in front");
        }
    }

    /** The audit log tells of refresh tokens that somebody else may have copied. */
    void watchReuse(AccessRoom access) {
        access.sessions.onReuse(
                session ->
                        store.audit.append(
                                new AuditEntry(
                                        store.users
                                                .byId(session.userId())
                                                .map(UserAccount::email)
                                                .orElse(session.userId().toString()),
                                        "user",
                                        session.ip(),
                                        "session.reuse",
                                        session.id().toString(),
                                        "refused",
                                        "a used refresh token came again",
                                        null,
                                        null,
                                        null)));
    }

    /**
     * The first administrator from the configuration, while there is none.
     *
     * @throws ConfigurationException when it is named and cannot be made
     */
    void firstAdmin(AccessRoom access) {
        String email = configuration.text(Setting.ADMIN_EMAIL);
        String file = configuration.text(Setting.ADMIN_PASSWORD_FILE);
        if ((email == null && file == null) || !access.accounts.setupNeeded()) {
            return;
        }
        if (email == null || file == null || !Users.plausible(email)) {
            throw refused(
                    "WALNUT_ADMIN_EMAIL and WALNUT_ADMIN_PASSWORD_FILE: expected an e-mail address"
                            + " and a file");
        }
        try {
            String password = Files.readString(Path.of(file)).replaceFirst("\\r?\\n$", "");
            Users users = access.accounts.users();
            users.createLocally(email, null, Role.ADMIN, password);
            users.weakness(email, password)
                    .ifPresent(rule -> LOG.warn("The password of {} is weak: {}", email, rule));
            store.audit.append(
                    new AuditEntry(
                            "system",
                            "system",
                            null,
                            "user-create",
                            email,
                            "ok",
                            "WALNUT_ADMIN_EMAIL",
                            null,
                            null,
                            null));
        } catch (IOException | InvalidPathException e) {
            throw refused("WALNUT_ADMIN_PASSWORD_FILE: expected a file that can be read");
        } catch (AuthException | EmailTakenException e) {
            throw refused("WALNUT_ADMIN_EMAIL: " + e.getMessage());
        }
    }

    private static ConfigurationException refused(String line) {
        return new ConfigurationException(List.of(line));
    }

    /**
     * While there is no administrator, whoever reads the log or the data folder may become one.
     *
     * @param address of the console
     */
    void offerSetup(AccessRoom access, String address) {
        if (!access.accounts.setupNeeded()) {
            access.setupToken.withdraw();
            return;
        }
        LOG.info(
                "No administrator yet: run 'walnut auth create-admin', or open {} and use this setup"
                        + " token within 30 minutes (it is in {} too): {}",
                address,
                access.setupToken.file(),
                access.setupToken.issue());
    }
}
