package io.github.walnut.api;

import io.github.walnut.security.Session;
import io.github.walnut.security.SessionStore;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.UserStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts and sessions that live as long as the test. */
final class MemoryUsers implements UserStore, SessionStore {

    private final Map<UUID, UserAccount> accounts = new ConcurrentHashMap<>();
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

    @Override
    public synchronized void create(UserAccount account) {
        if (byEmail(account.email()).isPresent()) {
            throw new IllegalStateException("e-mail " + account.email() + " is taken");
        }
        accounts.put(account.id(), account);
    }

    @Override
    public void update(UserAccount account) {
        accounts.put(account.id(), account);
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
