package io.github.walnut.config;

/**
 * Why a value of a stored setting is refused.
 *
 * @param pointer JSON pointer (RFC 6901) into the values that were given
 * @param code unknown_key, type, value or together
 * @param message what was expected; holds no secret
 */
public record SettingFault(String pointer, String code, String message) {

    static SettingFault of(StoredSetting setting, Misfit misfit) {
        String place = misfit.pointer().replace('/', '.');
        return new SettingFault(
                "/" + setting.key() + misfit.pointer(),
                misfit.code(),
                setting.key() + place + ": " + misfit.getMessage());
    }

    /** A fault of a whole value. */
    public static SettingFault of(StoredSetting setting, String code, String message) {
        return within(setting, "", code, message);
    }

    /**
     * @param within JSON pointer into the value of the setting
     */
    public static SettingFault within(
            StoredSetting setting, String within, String code, String message) {
        return new SettingFault(
                "/" + setting.key() + within, code, setting.key() + within + ": " + message);
    }
}
