package io.github.walnut.component.device;

import java.util.Collection;
import java.util.regex.Pattern;

/** Which topics a host allows. */
public final class MqttTopics {

    private MqttTopics() {}

    /**
     * @param globs in which {@code *} and {@code +} stand for one level or a part of it, {@code #}
     *     for all that follow
     */
    public static boolean allowed(Collection<?> globs, String topic) {
        return globs.stream().anyMatch(glob -> matches(glob.toString(), topic));
    }

    private static boolean matches(String glob, String topic) {
        StringBuilder pattern = new StringBuilder();
        for (char c : glob.toCharArray()) {
            pattern.append(
                    switch (c) {
                        case '*', '+' -> "[^/]*";
                        case '#' -> ".*";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return topic.matches(pattern.toString());
    }
}
