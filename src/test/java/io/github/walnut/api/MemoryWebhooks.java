package io.github.walnut.api;

import io.github.walnut.config.WebhookRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Hooks of a test; every call becomes an event of its own. */
final class MemoryWebhooks implements Webhooks {

    /** With which hooks of the test begin. */
    static final String SECRET = "whsec_d2FsbnV0LWRlbW8tc2VjcmV0LTAwMDAwMQ==";

    final Map<String, WebhookRecord> hooks = new LinkedHashMap<>();
    final List<String> secrets = new ArrayList<>(List.of(SECRET));
    final List<Arrival> arrivals = new ArrayList<>();
    final Map<Result, Integer> refused = new EnumMap<>(Result.class);

    MemoryWebhooks() {
        hook("generator", "signed", List.of(), 60);
    }

    void hook(String name, String auth, List<String> allowed, int perMinute) {
        hooks.put(
                name,
                new WebhookRecord(name, null, true, auth, allowed, Duration.ZERO, perMinute, null));
    }

    @Override
    public Optional<WebhookRecord> find(String name) {
        return Optional.ofNullable(hooks.get(name));
    }

    @Override
    public List<String> secrets(String name) {
        return List.copyOf(secrets);
    }

    @Override
    public Received receive(Arrival arrival) {
        arrivals.add(arrival);
        return new Received(UUID.randomUUID(), false);
    }

    @Override
    public void refused(String name, Result why) {
        refused.merge(why, 1, Integer::sum);
    }

    @Override
    public Optional<Rotated> rotate(String name) {
        return Optional.of(new Rotated("whsec_bmV3", Instant.parse("2026-05-03T10:15:30Z")));
    }

    @Override
    public List<ProviderTest.Step> test(Map<String, Object> given) {
        return List.of(new ProviderTest.Step("generator", true, "0 triggers wait"));
    }
}
