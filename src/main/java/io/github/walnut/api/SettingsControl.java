package io.github.walnut.api;

import io.github.walnut.config.SettingFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that are stored, by group. */
public interface SettingsControl {

    /**
     * @param forAdmins nobody else may see it
     * @param version from 1; rises with each change
     * @param values by key, null when unset; of a secret {@code {"set": true}} or false
     * @param origin by key: default, stored, file, environment or secret_file
     * @param locked keys that are given outside and cannot be stored
     * @param restartRequired keys of which a change takes effect at the next start
     */
    record Group(
            String name,
            boolean forAdmins,
            int version,
            Map<String, Object> values,
            Map<String, String> origin,
            List<String> locked,
            List<String> restartRequired) {}

    /**
     * @param diff from and to by key, secrets masked; empty when nothing changed
     * @param made secrets that were made by this change, by hook; shown once
     */
    record Changed(Group group, Map<String, Object> diff, Map<String, String> made) {}

    /** Values that are refused. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<SettingFault> faults;

        public RefusedException(List<SettingFault> faults) {
            super(faults.get(0).message(), null, false, false);
            this.faults = List.copyOf(faults);
        }

        List<SettingFault> faults() {
            return faults;
        }
    }

    /** A key that is given outside, or a group that is changed elsewhere. */
    final class LockedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LockedException(String message) {
            super(message, null, false, false);
        }
    }

    /** Somebody else changed the group first. */
    final class StaleException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int version;

        public StaleException(int version) {
            super("the group has version " + version, null, false, false);
            this.version = version;
        }

        int version() {
            return version;
        }
    }

    List<Group> groups();

    Optional<Group> group(String name);

    /** What is in force in a group and does not do what it should, for those who read it. */
    default List<SettingFault> advice(String group) {
        return List.of();
    }

    /**
     * Stores values and puts them in force.
     *
     * @param name of a group that there is
     * @param given by key; null brings the default back
     * @param whole keys that are not given go back to their defaults, secrets excepted
     * @param version that the caller knows, or null to overwrite
     */
    Changed change(
            String name, Map<String, Object> given, boolean whole, Integer version, String actor);
}
