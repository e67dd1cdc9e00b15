package io.github.walnut.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Every living session, kept in memory and written through to the store, so that each request can
 * be checked without a query and a revocation holds at once.
 */
public final class Sessions {

    private static final String LOCAL = "local";
    private static final int PER_USER = 20;
    private static final Duration REPEAT = Duration.ofSeconds(10);

    /**
     * How long sessions live.
     *
     * @param idle without a refresh
     * @param longest in any case
     */
    public record Limits(Duration idle, Duration longest) {
        public static final Limits DEFAULT = new Limits(Duration.ofHours(12), Duration.ofDays(7));
    }

    /** A session with the refresh token that was made for it; the token is kept nowhere else. */
    public record Granted(Session session, String refreshToken) {
        @Override
        public String toString() {
            return "Granted[***]";
        }
    }

    /** The answer to the latest refresh, for a client that lost it. */
    private record Latest(String usedSha256, Granted answer, Instant at) {}

    private final SessionStore store;
    private volatile Limits limits;
    private final Clock clock;
    private final Digests digests = new Digests();
    private final Map<UUID, Session> live = new ConcurrentHashMap<>();
    private final Map<String, UUID> byToken = new HashMap<>();
    private final Map<UUID, Latest> latest = new HashMap<>();
    private final List<Consumer<Session>> endings = new CopyOnWriteArrayList<>();
    private final List<Consumer<Session>> reuses = new CopyOnWriteArrayList<>();

    public Sessions(SessionStore store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        store.live().forEach(this::remember);
    }

    /** Other limits; the absolute end of a session that is open stays. */
    public void limit(Limits others) {
        limits = others;
    }

    /** The listener hears of each session that ends by revocation, on the thread that ends it. */
    public void onEnd(Consumer<Session> listener) {
        endings.add(listener);
    }

    /**
     * The listener hears of each session whose used refresh token came again, after its end, with
     * the address and client of its latest rightful use.
     */
    public void onReuse(Consumer<Session> listener) {
        reuses.add(listener);
    }

    public synchronized Granted open(
            UserAccount user, String kind, String amr, String ip, String userAgent) {
        Instant now = clock.instant();
        String token = digests.randomToken(32);
        Session session =
                new Session(
                        UUID.randomUUID(),
                        user.id(),
                        kind,
                        UUID.randomUUID(),
                        Digests.sha256Hex(token),
                        null,
                        now,
                        amr,
                        ip,
                        userAgent,
                        now,
                        now,
                        now.plus(limits.longest()),
                        null);
        store.save(session);
        remember(session);
        endOldest(user.id());
        return new Granted(session, token);
    }

    /**
     * The live session of a token. One that the command line of this machine wrote is looked up.
     *
     * @throws AuthException when the session is unknown, revoked, idle or over
     */
    public Session check(UUID id) {
        Session session = live.get(id);
        if (session == null) {
            session = written(id);
        }
        if (session == null) {
            throw new AuthException(
                    AuthException.Code.TOKEN_REVOKED, "The session is over or was revoked");
        }
        if (over(session, clock.instant())) {
            throw new AuthException(
                    AuthException.Code.SESSION_EXPIRED, "The session has expired; log in again");
        }
        return session;
    }

    private Session written(UUID id) {
        Session session = store.find(id).filter(found -> found.kind().equals(LOCAL)).orElse(null);
        if (session != null) {
            live.put(id, session);
        }
        return session;
    }

    /** A session that can still be used. */
    public Optional<Session> find(UUID id) {
        return Optional.ofNullable(live.get(id)).filter(found -> !over(found, clock.instant()));
    }

    /** The session whose present refresh token this is, while it can be used. */
    public synchronized Optional<Session> holding(String token) {
        String sha = Digests.sha256Hex(token);
        return Optional.ofNullable(byToken.get(sha))
                .flatMap(this::find)
                .filter(session -> Digests.same(sha, session.refreshSha256()));
    }

    /** The sessions of a user that can still be used, the newest first. */
    public List<Session> of(UUID userId) {
        Instant now = clock.instant();
        return kept(userId).stream().filter(session -> !over(session, now)).toList();
    }

    private List<Session> kept(UUID userId) {
        return live.values().stream()
                .filter(session -> session.userId().equals(userId))
                .sorted(Comparator.comparing(Session::createdAt).reversed())
                .toList();
    }

    /**
     * Exchanges a refresh token for the next one. An old token that comes again ends the session,
     * unless it is the same client that lost the answer some seconds ago.
     */
    public synchronized Granted refresh(String token, String ip, String userAgent) {
        String sha = Digests.sha256Hex(token);
        UUID id = byToken.get(sha);
        Session session = id == null ? null : live.get(id);
        if (session == null) {
            throw new AuthException(
                    AuthException.Code.NOT_AUTHENTICATED, "The refresh token is not known");
        }
        check(id);
        if (!Digests.same(sha, session.refreshSha256())) {
            return repeated(session, sha, userAgent);
        }
        Granted answer = rotate(session, sha, ip, userAgent);
        latest.put(id, new Latest(sha, answer, clock.instant()));
        return answer;
    }

    /** Notes that the password was proven again. */
    public synchronized Session stepUp(UUID id) {
        Session session = check(id);
        Session proven =
                copy(
                        session,
                        session.refreshSha256(),
                        session.previousSha256(),
                        clock.instant(),
                        session.lastUsedAt(),
                        null);
        store.save(proven);
        remember(proven);
        return proven;
    }

    /** Ends the session; does nothing when it is over already. */
    public synchronized void revoke(UUID id) {
        Session session = live.get(id);
        if (session == null) {
            return;
        }
        forget(session);
        store.save(
                copy(
                        session,
                        session.refreshSha256(),
                        session.previousSha256(),
                        session.authTime(),
                        session.lastUsedAt(),
                        clock.instant()));
    }

    /** Ends every session of the user but one, which may be null. */
    public void revokeAll(UUID userId, UUID spared) {
        Optional<UUID> keep = Optional.ofNullable(spared);
        kept(userId).stream()
                .map(Session::id)
                .filter(id -> !keep.equals(Optional.of(id)))
                .forEach(this::revoke);
    }

    /** Ends what another process has revoked or deleted in the store, and what is past its end. */
    void refresh() {
        List<Session> before = List.copyOf(live.values());
        Set<UUID> stored = store.live().stream().map(Session::id).collect(Collectors.toSet());
        synchronized (this) {
            before.stream()
                    .filter(session -> !stored.contains(session.id()))
                    .filter(session -> live.containsKey(session.id()))
                    .forEach(this::forget);
        }
    }

    /** Ends every session of a user whose rows are gone from the store. */
    synchronized void dropped(UUID userId) {
        kept(userId).forEach(this::forget);
    }

    private void forget(Session session) {
        live.remove(session.id());
        byToken.values().removeIf(session.id()::equals);
        latest.remove(session.id());
        endings.forEach(listener -> listener.accept(session));
    }

    private Granted repeated(Session session, String sha, String userAgent) {
        Latest last = latest.get(session.id());
        boolean lostAnswer =
                last != null
                        && last.usedSha256().equals(sha)
                        && java.util.Objects.equals(userAgent, last.answer().session().userAgent())
                        && clock.instant().isBefore(last.at().plus(REPEAT));
        if (lostAnswer) {
            return last.answer();
        }
        revoke(session.id());
        reuses.forEach(listener -> listener.accept(session));
        throw new AuthException(
                AuthException.Code.TOKEN_REVOKED,
                "The refresh token was used before; its session has been ended");
    }

    private Granted rotate(Session session, String sha, String ip, String userAgent) {
        String next = digests.randomToken(32);
        Session renewed =
                copy(
                        new Session(
                                session.id(),
                                session.userId(),
                                session.kind(),
                                session.familyId(),
                                session.refreshSha256(),
                                session.previousSha256(),
                                session.authTime(),
                                session.amr(),
                                ip,
                                userAgent,
                                session.createdAt(),
                                session.lastUsedAt(),
                                session.expiresAt(),
                                null),
                        Digests.sha256Hex(next),
                        sha,
                        session.authTime(),
                        clock.instant(),
                        null);
        store.save(renewed);
        remember(renewed);
        return new Granted(renewed, next);
    }

    private void remember(Session session) {
        live.put(session.id(), session);
        byToken.put(session.refreshSha256(), session.id());
        if (session.previousSha256() != null) {
            byToken.put(session.previousSha256(), session.id());
        }
    }

    private void endOldest(UUID userId) {
        kept(userId).stream().skip(PER_USER).map(Session::id).toList().forEach(this::revoke);
    }

    private boolean over(Session session, Instant now) {
        return !now.isBefore(session.expiresAt())
                || !now.isBefore(session.lastUsedAt().plus(limits.idle()));
    }

    private static Session copy(
            Session of,
            String refresh,
            String previous,
            Instant authTime,
            Instant lastUsed,
            Instant revoked) {
        return new Session(
                of.id(),
                of.userId(),
                of.kind(),
                of.familyId(),
                refresh,
                previous,
                authTime,
                of.amr(),
                of.ip(),
                of.userAgent(),
                of.createdAt(),
                lastUsed,
                of.expiresAt(),
                revoked);
    }
}
