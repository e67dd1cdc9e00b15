package io.github.walnut.api;

import io.github.walnut.security.oidc.LinkStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Links of accounts, by issuer and subject. */
final class MemoryLinks implements LinkStore {

    private final Map<List<String>, UUID> users = new HashMap<>();

    @Override
    public List<Link> of(UUID user) {
        return users.entrySet().stream()
                .filter(link -> link.getValue().equals(user))
                .map(link -> new Link(link.getKey().get(0), link.getKey().get(1), null, null, null))
                .toList();
    }

    @Override
    public Optional<UUID> user(String issuer, String subject) {
        return Optional.ofNullable(users.get(List.of(issuer, subject)));
    }

    @Override
    public void save(String issuer, String subject, UUID user, String email, Instant at) {
        users.putIfAbsent(List.of(issuer, subject), user);
    }
}
