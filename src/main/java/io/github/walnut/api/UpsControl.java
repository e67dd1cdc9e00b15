package io.github.walnut.api;

import java.util.List;
import java.util.Map;

/**
 * Asks the NUT server of a known UPS, and tells it what to do. What a server or a check refuses is
 * a {@link Problem}.
 */
public interface UpsControl {

    /**
     * @param description null when the server has none
     * @param type string, number, enum or range; null when it cannot be set, or the server does not
     *     tell
     * @param maxLength of a string, or null
     */
    record Variable(
            String name,
            String value,
            String description,
            boolean writable,
            String type,
            Integer maxLength,
            List<String> choices,
            List<Range> ranges) {}

    record Range(String min, String max) {}

    /**
     * @param description null when the server has none
     */
    record Command(String name, String description) {}

    /**
     * @param result SUCCESS, DELIVERED (taken, and nobody tells what became of it), UNKNOWN (no end
     *     within 30 s) or FSD-SET
     * @param oldValue of a variable, or null when the server cannot tell
     * @param trackingId null when the server does not follow requests
     */
    record Outcome(String result, String oldValue, String trackingId) {}

    /**
     * Whether the primary of the UPS waits for walNUT's targets.
     *
     * @param state off (nobody asked for it), waiting, held, released (its targets are off) or
     *     failed
     * @param logins clients that are logged in to the UPS, walNUT included; null unless held
     * @param detail why it failed, else null
     * @param warnings policies that may take longer than the primary waits
     */
    record Holding(String state, Integer logins, String detail, List<String> warnings) {}

    List<Variable> variables(String upsId);

    /** What a person has set of the UPS; what is not in there is as usual. */
    Map<String, Object> settings(String upsId);

    Holding holding(String upsId);

    /**
     * In force when it returns.
     *
     * @param displayName null for the UPS's own name
     * @param settings all of them
     */
    void change(String upsId, String displayName, Map<String, Object> settings);

    /** Forgets a UPS that its server no longer lists. */
    void forget(String upsId);

    List<Command> commands(String upsId);

    /** Not sent when the value cannot fit by the server's own lists. */
    Outcome set(String upsId, String variable, String value);

    /**
     * @param command an instant command, or {@code fsd}
     * @param parameter null for none
     */
    Outcome command(String upsId, String command, String parameter);
}
