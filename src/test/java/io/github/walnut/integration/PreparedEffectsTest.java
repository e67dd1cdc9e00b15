package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.Host;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreparedEffectsTest {

    private final PreparedEffects effects = new PreparedEffects();
    private final Host host =
            new Host(
                    "h",
                    1,
                    "h",
                    "generic.ssh",
                    Map.of(
                            "commands",
                            List.of(
                                    "park | idempotent | park-array {1} | unpark",
                                    "roll | readable | roll",
                                    "toggle | blind | toggle",
                                    "no command at all"),
                            "requests",
                            List.of(
                                    ": not [ yaml",
                                    "{id: scene, effect: idempotent, path: /scene}",
                                    "{id: plain, path: /plain}")),
                    Map.of(),
                    true,
                    Host.State.UNKNOWN,
                    null,
                    false);

    @Test
    @Requirement("POL-53")
    void a_prepared_command_has_the_effect_that_its_line_says() {
        assertThat(effects.of(host, Map.of("command_id", "park"))).contains(Effect.IDEMPOTENT);
        assertThat(effects.of(host, Map.of("command_id", "roll"))).contains(Effect.READABLE);
        assertThat(effects.of(host, Map.of("command_id", "toggle"))).contains(Effect.BLIND);
        assertThat(effects.of(host, Map.of("command_id", "absent"))).isEmpty();
    }

    @Test
    @Requirement("POL-53")
    void a_prepared_request_without_an_effect_says_nothing() {
        assertThat(effects.of(host, Map.of("request_id", "scene"))).contains(Effect.IDEMPOTENT);
        assertThat(effects.of(host, Map.of("request_id", "plain"))).isEmpty();
        assertThat(effects.of(host, Map.of())).isEmpty();
    }
}
