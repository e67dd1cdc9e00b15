package io.github.walnut.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What belongs together among the settings that an administrator changes while walNUT runs. */
public enum SettingGroup {
    BACKUP(true),
    POLLING(false),
    EXECUTION(false),
    MQTT(false),
    NOTIFICATIONS(false),
    OIDC(true),
    RETENTION(false),
    SECURITY(true),
    TRAPS(true),
    UI(false),
    WEBHOOKS(true);

    private final boolean forAdmins;

    SettingGroup(boolean forAdmins) {
        this.forAdmins = forAdmins;
    }

    /** Its name in the API and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Only administrators may read it. */
    public boolean forAdmins() {
        return forAdmins;
    }

    public List<StoredSetting> settings() {
        return Stream.of(StoredSetting.values()).filter(s -> s.group() == this).toList();
    }

    public static Optional<SettingGroup> of(String word) {
        return Stream.of(values()).filter(group -> group.word().equals(word)).findFirst();
    }
}
