package io.github.walnut.app;

import io.github.walnut.config.WebhookRecord;
import io.github.walnut.message.WebhookSignature;
import io.github.walnut.store.Secrets;
import io.github.walnut.ups.Clock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The secrets of hooks: made here, sealed in the store, and known here, so that a hook is served
 * while the store is away.
 */
final class WebhookSecrets {

    /** How long the one before counts after a new one was made. */
    static final Duration BOTH = Duration.ofHours(24);

    private static final String PREFIX = "settings/webhooks/";
    private static final String PRESENT = "/secret";
    private static final String FORMER = "/former";
    private static final int KEY_BYTES = 32;

    private final Secrets secrets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Map<String, Known> known = Map.of();

    WebhookSecrets(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    private record Former(String secret, Instant until) {

        @Override
        public String toString() {
            return "Former[secret=***" + ", until=" + until + "]";
        }
    }

    private record Known(String present, Former former) {

        @Override
        public String toString() {
            return "Known[present=***, former=" + former + "]";
        }
    }

    /**
     * @param secret shown once
     * @param until the one before is valid
     */
    record Rotated(String secret, Instant until) {

        @Override
        public String toString() {
            return "Rotated[secret=***, until=" + until + "]";
        }
    }

    /** Reads what the store holds of these hooks. */
    void load(List<WebhookRecord> hooks) {
        Map<String, Known> read = new HashMap<>();
        for (WebhookRecord hook : hooks) {
            if (hook.hasSecret()) {
                String place = PREFIX + hook.name();
                open(place + PRESENT)
                        .ifPresent(
                                text ->
                                        read.put(
                                                hook.name(),
                                                new Known(text, former(place + FORMER))));
            }
        }
        known = read;
    }

    private Former former(String place) {
        return open(place)
                .map(
                        text -> {
                            String[] lines = text.split("\n");
                            long until = Long.parseLong(lines[1]);
                            return new Former(lines[0], Instant.ofEpochMilli(until));
                        })
                .orElse(null);
    }

    private Optional<String> open(String place) {
        return secrets.open(place)
                .map(
                        word -> {
                            String text = new String(word);
                            Arrays.fill(word, '\0');
                            return text;
                        });
    }

    /**
     * Makes what these hooks still need and forgets what none of them has any more; {@link #load}
     * follows when the transaction stands.
     *
     * @return what was made, by hook
     */
    Map<String, String> settle(List<WebhookRecord> hooks) {
        Set<String> wanted =
                hooks.stream()
                        .filter(WebhookRecord::hasSecret)
                        .map(WebhookRecord::name)
                        .collect(Collectors.toSet());
        secrets.names().keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .filter(name -> !wanted.contains(name.split("/")[2]))
                .forEach(secrets::delete);
        Map<String, String> made = new LinkedHashMap<>();
        for (WebhookRecord hook : hooks) {
            if (hook.hasSecret() && !known.containsKey(hook.name())) {
                made.put(hook.name(), fresh(hook.name()));
            }
        }
        return made;
    }

    private String fresh(String hook) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        String secret = WebhookSignature.secret(key);
        Arrays.fill(key, (byte) 0);
        secrets.put(PREFIX + hook + PRESENT, secret.toCharArray());
        return secret;
    }

    /**
     * Makes a new secret; call {@link #load} when the transaction stands.
     *
     * @return empty when the hook has none
     */
    Optional<Rotated> rotate(String hook) {
        Known before = known.get(hook);
        if (before == null) {
            return Optional.empty();
        }
        Instant until = clock.now().plus(BOTH);
        secrets.put(
                PREFIX + hook + FORMER,
                (before.present() + "\n" + until.toEpochMilli()).toCharArray());
        return Optional.of(new Rotated(fresh(hook), until));
    }

    /** Those that prove a call now. */
    List<String> valid(String hook) {
        Known found = known.get(hook);
        if (found == null) {
            return List.of();
        }
        List<String> valid = new ArrayList<>(List.of(found.present()));
        if (found.former() != null && clock.now().isBefore(found.former().until())) {
            valid.add(found.former().secret());
        }
        return valid;
    }

    /**
     * The records as people see them: of a secret that there is one, and until when a former
     * counts.
     */
    List<Map<String, Object>> shown(List<Map<String, Object>> records) {
        return records.stream().map(this::shown).toList();
    }

    private Map<String, Object> shown(Map<String, Object> record) {
        Known found = known.get(record.get("name"));
        Former former = found == null ? null : found.former();
        boolean both = former != null && clock.now().isBefore(former.until());
        Map<String, Object> secret = new LinkedHashMap<>();
        secret.put("set", found != null);
        secret.put("old_until", both ? former.until().toString() : null);
        Map<String, Object> shown = new LinkedHashMap<>(record);
        shown.put("secret", secret);
        return shown;
    }
}
