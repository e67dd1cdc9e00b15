package io.github.walnut.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.cli.CliException;
import io.github.walnut.cli.People;
import io.github.walnut.config.Configuration;
import io.github.walnut.publish.Json;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.EmailTakenException;
import io.github.walnut.security.Role;
import io.github.walnut.security.Session;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.Users;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** Accounts and sessions in the database of this machine, beside a server that may run. */
final class LocalPeople implements People {

    private static final String CLI = "cli";

    private final SystemClock clock;
    private final Json json = new Json();

    LocalPeople(SystemClock clock) {
        this.clock = clock;
    }

    @Override
    public JsonNode create(
            Configuration configuration, String email, String role, char[] password) {
        if (!Users.plausible(email)) {
            throw new CliException(
                    CliException.USAGE, "--email: expected an e-mail address, got '" + email + "'");
        }
        return with(
                configuration,
                (store, access) -> {
                    Users users = access.accounts.users();
                    String secret = new String(password);
                    UserAccount made = users.createLocally(email, null, Role.of(role), secret);
                    audit(store, "user-create", made, Map.of("role", made.role()));
                    return warned(users, made, secret);
                });
    }

    @Override
    public JsonNode list(Configuration configuration) {
        return with(
                configuration,
                (store, access) -> json.array(access.accounts.users().all(), this::write));
    }

    @Override
    public JsonNode setRole(Configuration configuration, String email, String role) {
        Users.Change wish = new Users.Change(Role.of(role), null, false, null, null);
        return change(configuration, email, wish, Map.of("role", Role.of(role).word()));
    }

    @Override
    public JsonNode setActive(Configuration configuration, String email, boolean active) {
        Users.Change wish = new Users.Change(null, active, false, null, null);
        return change(configuration, email, wish, Map.of("active", active));
    }

    private JsonNode change(
            Configuration configuration,
            String email,
            Users.Change wish,
            Map<String, Object> facts) {
        return with(
                configuration,
                (store, access) -> {
                    UUID id = existing(store, email).id();
                    UserAccount user = access.accounts.users().change(id, any -> {}, wish);
                    audit(store, "user-update", user, facts);
                    return write(user);
                });
    }

    @Override
    public JsonNode resetPassword(Configuration configuration, String email, char[] password) {
        return with(
                configuration,
                (store, access) -> {
                    Users users = access.accounts.users();
                    String secret = new String(password);
                    UserAccount user = users.resetLocally(existing(store, email).id(), secret);
                    audit(store, "user-update", user, Map.of("password", "*** changed"));
                    return warned(users, user, secret);
                });
    }

    @Override
    public JsonNode delete(Configuration configuration, String email) {
        return with(
                configuration,
                (store, access) -> {
                    UUID id = existing(store, email).id();
                    UserAccount gone = access.accounts.users().delete(id, any -> {});
                    audit(store, "user-delete", gone, Map.of("role", gone.role()));
                    return write(gone);
                });
    }

    @Override
    public JsonNode sessions(Configuration configuration, String email) {
        return with(
                configuration,
                (store, access) -> {
                    List<ObjectNode> items = new ArrayList<>();
                    for (UserAccount user : those(store, email)) {
                        access.sessions.of(user.id()).forEach(s -> items.add(write(s, user)));
                    }
                    return json.array(items, item -> item);
                });
    }

    @Override
    public int revoke(Configuration configuration, String email) {
        return with(
                configuration,
                (store, access) -> {
                    int ended = 0;
                    for (UserAccount user : those(store, email)) {
                        int living = access.sessions.of(user.id()).size();
                        access.sessions.revokeAll(user.id(), null);
                        if (living > 0) {
                            audit(store, "session-end", user, Map.of("sessions", living));
                        }
                        ended += living;
                    }
                    return ended;
                });
    }

    @Override
    public JsonNode setupToken(Configuration configuration) {
        return with(
                configuration,
                (store, access) -> {
                    if (!access.accounts.setupNeeded()) {
                        throw failed("There is an administrator already");
                    }
                    ObjectNode node = json.object();
                    node.put("token", access.setupToken.issue());
                    node.put("file", access.setupToken.file().toString());
                    node.put("valid_until", Json.at(access.setupToken.validUntil()));
                    return node;
                });
    }

    private static List<UserAccount> those(StoreRoom store, String email) {
        return email == null ? store.users.all() : List.of(existing(store, email));
    }

    private static UserAccount existing(StoreRoom store, String email) {
        return store.users
                .byEmail(email.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> failed("There is no account " + email));
    }

    private <T> T with(Configuration configuration, BiFunction<StoreRoom, AccessRoom, T> work) {
        try (StoreRoom store = new StoreRoom(configuration, DatabaseConfig.Mode.PRESENT, clock)) {
            return work.apply(store, new AccessRoom(configuration, store));
        } catch (StoreException e) {
            throw new CliException(e.exitCode(), e.getMessage());
        } catch (EmailTakenException taken) {
            throw failed(taken.getMessage());
        } catch (AuthException refused) {
            boolean password = refused.code() == AuthException.Code.WEAK_PASSWORD;
            throw new CliException(
                    password ? CliException.USAGE : CliException.FAILED, refused.getMessage());
        }
    }

    private static CliException failed(String why) {
        return new CliException(CliException.FAILED, why);
    }

    private static void audit(
            StoreRoom store, String action, UserAccount user, Map<String, Object> facts) {
        store.audit.append(
                new AuditEntry(
                        CLI, CLI, null, action, user.email(), "ok", null, facts, null, null));
    }

    private JsonNode warned(Users users, UserAccount user, String password) {
        ObjectNode node = write(user);
        users.weakness(user.email(), password).ifPresent(rule -> node.put("warning", rule));
        return node;
    }

    private ObjectNode write(UserAccount user) {
        ObjectNode node = json.object();
        node.put("id", user.id().toString());
        node.put("email", user.email());
        node.put("display_name", user.displayName());
        node.put("role", user.role());
        node.put("active", user.active());
        node.put("auth", user.passwordHash() == null ? "oidc" : "password");
        node.put("weak_password", user.weakPassword());
        node.put("created_at", Json.at(user.createdAt()));
        node.put("last_login_at", Json.at(user.lastLoginAt()));
        node.put("version", user.version());
        return node;
    }

    private ObjectNode write(Session session, UserAccount user) {
        ObjectNode node = json.object();
        node.put("id", session.id().toString());
        node.put("email", user.email());
        node.put("kind", session.kind());
        node.put("created_at", Json.at(session.createdAt()));
        node.put("last_used_at", Json.at(session.lastUsedAt()));
        node.put("expires_at", Json.at(session.expiresAt()));
        node.put("ip", session.ip());
        node.put("user_agent", session.userAgent());
        return node;
    }
}
