package io.github.walnut.api;

import io.github.walnut.security.ApiToken;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.EmailTakenException;
import io.github.walnut.security.Session;
import io.github.walnut.security.SessionStore;
import io.github.walnut.security.ThrottleStore;
import io.github.walnut.security.TokenStore;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.UserStore;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Accounts, sessions and tokens that live as long as the test. */
final class MemoryUsers implements UserStore, SessionStore, TokenStore, ThrottleStore {

    private volatile Runnable duringLogin = () -> {};

    private record Invite(UUID user, Instant until) {}

    private final Map<UUID, UserAccount> accounts = new ConcurrentHashMap<>();
    private final Map<UUID, ApiToken> tokens = new ConcurrentHashMap<>();
    private final Map<String, Entry> throttled = new ConcurrentHashMap<>();
    private final Map<String, Invite> invites = new ConcurrentHashMap<>();
    private final Map<UUID, Session> sessions = new ConcurrentHashMap<>();

    @Override
    public Optional<UserAccount> byEmail(String email) {
        return accounts.values().stream().filter(a -> a.email().equals(email)).findFirst();
    }

    @Override
    public Optional<UserAccount> byId(UUID id) {
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public boolean anyActiveAdmin() {
        return accounts.values().stream().anyMatch(a -> a.active() && a.role().equals("admin"));
    }

    /** Happens once, in the midst of the next login. */
    void onLogin(Runnable meanwhile) {
        duringLogin = meanwhile;
    }

    @Override
    public List<UserAccount> all() {
        return accounts.values().stream().sorted(Comparator.comparing(UserAccount::email)).toList();
    }

    @Override
    public synchronized void create(UserAccount account) {
        byEmail(account.email())
                .ifPresent(
                        other -> {
                            throw new EmailTakenException(other.email(), other.id());
                        });
        accounts.put(account.id(), account);
    }

    @Override
    public synchronized boolean change(UserAccount account) {
        if (!account.localAdmin()) {
            keepAnAdmin(account.id());
        }
        UserAccount before = accounts.get(account.id());
        if (before == null || before.version() != account.version() - 1) {
            return false;
        }
        accounts.put(account.id(), account);
        if (account.passwordHash() != null) {
            invites.values().removeIf(invite -> invite.user().equals(account.id()));
        }
        return true;
    }

    private void keepAnAdmin(UUID leaving) {
        List<UUID> admins =
                accounts.values().stream()
                        .filter(UserAccount::localAdmin)
                        .map(UserAccount::id)
                        .toList();
        if (admins.equals(List.of(leaving))) {
            throw AuthException.lastAdmin();
        }
    }

    @Override
    public synchronized void loggedIn(UUID id, Instant at, String oldHash, String newHash) {
        Runnable meanwhile = duringLogin;
        duringLogin = () -> {};
        meanwhile.run();
        accounts.computeIfPresent(
                id,
                (key, now) ->
                        new UserAccount(
                                now.id(),
                                now.email(),
                                now.displayName(),
                                now.passwordHash().equals(oldHash) ? newHash : now.passwordHash(),
                                now.role(),
                                now.active(),
                                now.weakPassword(),
                                now.mustChange(),
                                now.version(),
                                now.createdAt(),
                                now.updatedAt(),
                                at,
                                now.locale()));
    }

    @Override
    public synchronized boolean delete(UUID id) {
        keepAnAdmin(id);
        sessions.values().removeIf(session -> session.userId().equals(id));
        tokens.values().removeIf(token -> token.userId().equals(id));
        return accounts.remove(id) != null;
    }

    @Override
    public synchronized void invite(UserAccount account, String tokenSha256, Instant expiresAt) {
        create(account);
        invites.put(tokenSha256, new Invite(account.id(), expiresAt));
    }

    @Override
    public Optional<UUID> invited(String tokenSha256, Instant now) {
        return Optional.ofNullable(invites.get(tokenSha256))
                .filter(invite -> invite.until().isAfter(now))
                .map(Invite::user);
    }

    @Override
    public Map<UUID, Instant> invitations(Instant now) {
        return invites.values().stream()
                .filter(invite -> invite.until().isAfter(now))
                .collect(Collectors.toMap(Invite::user, Invite::until));
    }

    @Override
    public synchronized boolean redeem(String tokenSha256, UserAccount account) {
        return invites.remove(tokenSha256) != null && change(account);
    }

    @Override
    public List<ApiToken> tokens() {
        return tokens.values().stream().sorted(Comparator.comparing(ApiToken::name)).toList();
    }

    @Override
    public void create(ApiToken token) {
        tokens.put(token.id(), token);
    }

    @Override
    public void used(UUID id, Instant at, String ip) {
        tokens.computeIfPresent(
                id,
                (key, token) ->
                        new ApiToken(
                                id,
                                token.userId(),
                                token.name(),
                                token.prefix(),
                                token.sha256(),
                                token.scopes(),
                                token.allowIps(),
                                token.expiresAt(),
                                at,
                                ip,
                                token.createdAt()));
    }

    @Override
    public boolean revoke(UUID id) {
        return tokens.remove(id) != null;
    }

    @Override
    public List<Entry> entries(int most) {
        return List.copyOf(throttled.values());
    }

    @Override
    public void save(Collection<Entry> changed, Collection<String> forgiven) {
        changed.forEach(entry -> throttled.put(entry.key(), entry));
        forgiven.forEach(throttled::remove);
    }

    @Override
    public List<Session> live() {
        return sessions.values().stream().filter(s -> s.revokedAt() == null).toList();
    }

    @Override
    public Optional<Session> find(UUID id) {
        return Optional.ofNullable(sessions.get(id)).filter(found -> found.revokedAt() == null);
    }

    @Override
    public void save(Session session) {
        sessions.put(session.id(), session);
    }
}
