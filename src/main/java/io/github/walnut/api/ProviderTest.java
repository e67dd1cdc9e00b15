package io.github.walnut.api;

import java.util.List;
import java.util.Map;

/** Tries an identity provider without logging anybody in. */
@FunctionalInterface
public interface ProviderTest {

    /**
     * @param name discovery or keys
     * @param detail what was found, or why it failed
     */
    record Step(String name, boolean ok, String detail) {}

    /**
     * Ends with the first step that fails.
     *
     * @param given values of the group {@code oidc} that stand in for those in force
     * @throws SettingsControl.RefusedException for values that do not fit
     */
    List<Step> test(Map<String, Object> given);
}
