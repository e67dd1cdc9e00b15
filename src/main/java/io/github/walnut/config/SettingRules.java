package io.github.walnut.config;

import io.github.walnut.config.SettingsInForce.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What settings of one group must be to each other. */
final class SettingRules {

    private final boolean development;

    SettingRules(boolean development) {
        this.development = development;
    }

    void check(Map<StoredSetting, Value> group, List<SettingFault> faults) {
        if (set(group, StoredSetting.MQTT_PASSWORD) && !set(group, StoredSetting.MQTT_USERNAME)) {
            fault(faults, StoredSetting.MQTT_PASSWORD, "a password needs a username");
        }
        if (set(group, StoredSetting.MQTT_PASSWORD)
                && set(group, StoredSetting.MQTT_URL)
                && Boolean.FALSE.equals(group.get(StoredSetting.MQTT_TLS_INSECURE).value())
                && ClearText.leavesTheMachine(
                        String.valueOf(group.get(StoredSetting.MQTT_URL).value()))) {
            fault(faults, StoredSetting.MQTT_URL, ClearText.ADVICE);
        }
        if (set(group, StoredSetting.MQTT_TLS_CERT) && !set(group, StoredSetting.MQTT_TLS_KEY)) {
            fault(faults, StoredSetting.MQTT_TLS_CERT, "a certificate needs its key in tls.key");
        }
        if (set(group, StoredSetting.BACKUP_SCHEDULE)
                && !Cron.OFF.equals(group.get(StoredSetting.BACKUP_SCHEDULE).value())
                && !set(group, StoredSetting.BACKUP_PASSPHRASE)) {
            fault(faults, StoredSetting.BACKUP_PASSPHRASE, "a schedule needs a passphrase");
        }
        if (set(group, StoredSetting.OIDC_DISCOVERY_URL)
                && !development
                && !String.valueOf(group.get(StoredSetting.OIDC_DISCOVERY_URL).value())
                        .startsWith("https://")) {
            fault(faults, StoredSetting.OIDC_DISCOVERY_URL, "expected an https:// address");
        }
        if (set(group, StoredSetting.OIDC_ENABLED)
                && Boolean.TRUE.equals(group.get(StoredSetting.OIDC_ENABLED).value())) {
            for (StoredSetting needed :
                    List.of(
                            StoredSetting.OIDC_DISCOVERY_URL,
                            StoredSetting.OIDC_CLIENT_ID,
                            StoredSetting.OIDC_CLIENT_SECRET)) {
                if (!set(group, needed)) {
                    fault(faults, needed, "expected a value while enabled is true");
                }
            }
        }
        if (set(group, StoredSetting.SESSION_MAX)
                && span(group, StoredSetting.SESSION_IDLE)
                                .compareTo(span(group, StoredSetting.SESSION_MAX))
                        > 0) {
            fault(faults, StoredSetting.SESSION_IDLE, "expected at most session_max");
        }
    }

    private static boolean set(Map<StoredSetting, Value> group, StoredSetting setting) {
        return group.containsKey(setting) && group.get(setting).value() != null;
    }

    private static Duration span(Map<StoredSetting, Value> group, StoredSetting setting) {
        return SettingChecks.duration((String) group.get(setting).value());
    }

    private static void fault(List<SettingFault> faults, StoredSetting setting, String message) {
        faults.add(SettingFault.of(setting, "together", message));
    }
}
