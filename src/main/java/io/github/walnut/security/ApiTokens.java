package io.github.walnut.security;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * Tokens of programs, kept in memory and written through to the store, so that each request is
 * checked without a query. A token has at most the rights that its owner has now.
 */
public final class ApiTokens {

    public static final Duration LONGEST_LIFE = Duration.ofDays(365);

    /** So many one account may have. */
    public static final int PER_USER = 50;

    /** A token with the account behind it. */
    public record Known(ApiToken token, UserAccount owner) {}

    /** A new token with its word, which is kept nowhere. */
    public record Made(ApiToken token, String word) {}

    /** What somebody wants; scopes and ranges have been checked. */
    public record Wish(
            String name, List<String> scopes, List<String> allowIps, Instant expiresAt) {}

    private record Use(Instant at, String ip) {}

    private final TokenStore store;
    private final UserStore users;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<UUID, Use> uses = new ConcurrentHashMap<>();
    private final Set<UUID> unwritten = ConcurrentHashMap.newKeySet();
    private final List<Consumer<UUID>> endings = new CopyOnWriteArrayList<>();
    private volatile Map<String, Known> bySha = Map.of();

    ApiTokens(TokenStore store, UserStore users, Clock clock) {
        this.store = store;
        this.users = users;
        this.clock = clock;
        reload();
    }

    /** The listener hears the id of each token that is no longer accepted. */
    public void onEnd(Consumer<UUID> listener) {
        endings.add(listener);
    }

    /** Whether a credential is meant as a token of this kind. */
    public static boolean looksLikeOne(String credential) {
        return credential.startsWith(TokenWord.MARK);
    }

    /**
     * The token behind a word.
     *
     * @param address that it comes from, remembered with the time
     * @throws AuthException when it is malformed, unknown or revoked, or has expired
     */
    public Known check(String word, String address) {
        if (!TokenWord.wellFormed(word)) {
            throw new AuthException(
                    AuthException.Code.NOT_AUTHENTICATED, "The API token is not whole");
        }
        Known known = bySha.get(Digests.sha256Hex(word));
        if (known == null) {
            throw new AuthException(
                    AuthException.Code.TOKEN_REVOKED, "The API token is unknown or was revoked");
        }
        Instant now = clock.instant();
        if (!now.isBefore(known.token().expiresAt())) {
            throw new AuthException(AuthException.Code.TOKEN_EXPIRED, "The API token has expired");
        }
        uses.put(known.token().id(), new Use(now, address));
        unwritten.add(known.token().id());
        return known;
    }

    /** Whether the token may come from there. */
    public static boolean allowed(ApiToken token, String address) {
        return token.allowIps().isEmpty()
                || token.allowIps().stream()
                        .anyMatch(range -> new AddressRange(range).contains(address));
    }

    /** Every token, by name, with its latest use. */
    public List<ApiToken> all() {
        return store.tokens().stream()
                .map(
                        token -> {
                            Use use = uses.get(token.id());
                            return use == null ? token : token.used(use.at(), use.ip());
                        })
                .toList();
    }

    public Optional<ApiToken> find(UUID id) {
        return all().stream().filter(token -> token.id().equals(id)).findFirst();
    }

    /** Makes a token for this account. */
    public synchronized Made create(UUID id, UUID userId, Wish wish) {
        String word = TokenWord.draw(random);
        ApiToken token =
                new ApiToken(
                        id,
                        userId,
                        wish.name(),
                        TokenWord.prefix(word),
                        Digests.sha256Hex(word),
                        wish.scopes(),
                        wish.allowIps(),
                        wish.expiresAt(),
                        null,
                        null,
                        clock.instant());
        store.create(token);
        reload();
        return new Made(token, word);
    }

    public void revoke(UUID id) {
        store.revoke(id);
        reload();
    }

    /** Takes over what the store holds; other processes of this machine may have changed it. */
    public synchronized void reload() {
        List<ApiToken> tokens = store.tokens();
        Map<String, Known> before = bySha;
        bySha = tokens.isEmpty() ? Map.of() : usable(tokens);
        Set<UUID> left =
                bySha.values().stream()
                        .map(known -> known.token().id())
                        .collect(Collectors.toSet());
        for (Known known : before.values()) {
            UUID id = known.token().id();
            if (!left.contains(id)) {
                uses.remove(id);
                endings.forEach(listener -> listener.accept(id));
            }
        }
    }

    private Map<String, Known> usable(List<ApiToken> tokens) {
        Map<UUID, UserAccount> owners =
                users.all().stream()
                        .filter(UserAccount::active)
                        .collect(Collectors.toMap(UserAccount::id, user -> user));
        Map<String, Known> usable = new HashMap<>();
        for (ApiToken token : tokens) {
            UserAccount owner = owners.get(token.userId());
            if (owner != null) {
                usable.put(token.sha256(), new Known(token, owner));
            }
        }
        return usable;
    }

    /** Writes down when and from where tokens were used last. */
    public void writeUses() {
        for (UUID id : Set.copyOf(unwritten)) {
            unwritten.remove(id);
            Use use = uses.get(id);
            if (use != null) {
                store.used(id, use.at(), use.ip());
            }
        }
    }
}
