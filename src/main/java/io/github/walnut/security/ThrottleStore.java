package io.github.walnut.security;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Where failed logins outlive a restart. */
public interface ThrottleStore {

    /**
     * What is known of one party.
     *
     * @param key account, address or server
     * @param failures so many failures or attempts
     * @param firstAt when the first of them was
     * @param untilAt when they stop to matter for the next attempt
     */
    record Entry(String key, int failures, Instant firstAt, Instant untilAt) {}

    /** The newest ones, the oldest of them first. */
    List<Entry> entries(int most);

    /** Writes what is known now, and forgets what was forgiven. */
    void save(Collection<Entry> changed, Collection<String> forgiven);
}
