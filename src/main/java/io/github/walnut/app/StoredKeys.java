package io.github.walnut.app;

import io.github.walnut.api.IdempotencyKeys;
import io.github.walnut.store.IdempotencyRepository;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys of requests in the database. */
final class StoredKeys implements IdempotencyKeys {

    private final IdempotencyRepository repository;

    StoredKeys(IdempotencyRepository repository) {
        this.repository = repository;
    }

    @Override
    public Optional<Kept> find(Key key, Instant since) {
        return repository
                .find(row(key), since)
                .map(k -> new Kept(k.fingerprint(), k.status(), k.headers(), k.answer()));
    }

    @Override
    public void begin(Key key, String fingerprint, Instant now, Instant since) {
        repository.begin(row(key), fingerprint, now, since);
    }

    @Override
    public void finish(Key key, int status, Map<String, List<String>> headers, String text) {
        repository.finish(row(key), status, headers, text);
    }

    @Override
    public void forget(Key key) {
        repository.forget(row(key));
    }

    private static IdempotencyRepository.Key row(Key key) {
        return new IdempotencyRepository.Key(key.principal(), key.path(), key.word());
    }
}
