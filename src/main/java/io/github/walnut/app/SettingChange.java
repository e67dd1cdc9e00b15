package io.github.walnut.app;

import io.github.walnut.api.SettingsControl.LockedException;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a change makes of the stored values of a group.
 *
 * @param before what is stored; of a secret only that there is one
 * @param read what was given, in its one form; null where the default is wanted
 * @param after what will be stored, as before
 */
record SettingChange(
        SettingGroup group,
        Map<String, Object> before,
        Map<String, Object> read,
        Map<String, Object> after) {

    private static final String MASK = "***";

    /**
     * @param whole what was not given goes back to its default, secrets and locked keys excepted
     * @throws LockedException when a key that is set outside was to get another value
     */
    static SettingChange of(
            SettingsInForce inForce,
            SettingGroup group,
            Map<String, Object> before,
            Map<String, Object> read,
            boolean whole) {
        Map<String, Object> after = new LinkedHashMap<>();
        for (StoredSetting setting : group.settings()) {
            String key = setting.key();
            boolean given = read.containsKey(key);
            boolean locked = inForce.locked(setting);
            if (given && locked) {
                refuseOther(setting, read.get(key), inForce.of(setting).value());
            }
            boolean kept = locked || !given && (!whole || setting.secret());
            Object value = kept ? before.get(key) : read.get(key);
            if (value != null) {
                after.put(key, setting.secret() ? Boolean.TRUE : value);
            }
        }
        return new SettingChange(group, before, read, after);
    }

    /** What was read and comes back as it was is no change of a locked setting. */
    private static void refuseOther(StoredSetting setting, Object value, Object present) {
        if (setting.secret() || !Objects.equals(value, present)) {
            throw new LockedException(
                    setting.key()
                            + " is set by "
                            + setting.outside().variable()
                            + " or "
                            + setting.outside().property()
                            + " and cannot be changed here");
        }
    }

    /** From and to by key, secrets masked; empty when nothing changes. */
    Map<String, Object> diff() {
        Map<String, Object> diff = new LinkedHashMap<>();
        for (StoredSetting setting : group.settings()) {
            String key = setting.key();
            Object from = before.get(key);
            Object to = after.get(key);
            boolean newSecret = setting.secret() && to != null && read.get(key) != null;
            if (newSecret || !Objects.equals(from, to)) {
                Map<String, Object> change = new LinkedHashMap<>();
                change.put("from", setting.secret() && from != null ? MASK : from);
                change.put("to", setting.secret() && to != null ? MASK : to);
                diff.put(key, change);
            }
        }
        return diff;
    }
}
