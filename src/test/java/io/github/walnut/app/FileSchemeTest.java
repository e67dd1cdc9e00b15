package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.road.EventRecorder;
import org.apache.camel.NoSuchEndpointException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the core's own context does without. */
class FileSchemeTest {

    private final RoadRoom road =
            new RoadRoom(null, new EventRecorder(null, null, null, new SystemClock()), null);

    @AfterEach
    void stop() {
        road.camel.stop();
    }

    @Test
    @Requirement("SEC-52")
    void there_is_no_component_for_files() {
        road.camel.start();
        assertThatThrownBy(() -> road.camel.getEndpoint("file:/tmp"))
                .isInstanceOf(NoSuchEndpointException.class);
    }

    @ParameterizedTest
    @Requirement("SEC-51")
    @ValueSource(
            strings = {
                "{{env:PATH}}",
                "{{sys:user.name}}",
                "{{service:x}}",
                "{{PATH}}",
                "{{user.name}}"
            })
    void no_placeholder_reads_what_is_around_the_program(String text) {
        assertThatThrownBy(() -> road.camel.resolvePropertyPlaceholders(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
