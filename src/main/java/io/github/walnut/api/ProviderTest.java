package io.github.walnut.api;

import java.util.List;
import java.util.Map;

/**
 * Tries the system that a group of settings names, an identity provider or a broker, without
 * storing anything.
 */
@FunctionalInterface
public interface ProviderTest {

    /**
     * @param name such as discovery, keys or connect
     * @param detail what was found, or why it failed
     */
    record Step(String name, boolean ok, String detail) {}

    /**
     * Ends with the first step that fails.
     *
     * @param given values of the group that stand in for those in force
     * @throws SettingsControl.RefusedException for values that do not fit
     */
    List<Step> test(Map<String, Object> given);
}
