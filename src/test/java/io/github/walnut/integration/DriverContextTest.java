package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import org.apache.camel.component.kamelet.KameletComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverContextTest {

    private static DriverBench bench;

    @BeforeAll
    static void start() throws Exception {
        bench = DriverBench.start();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    @Requirement("INT-2")
    void errors_inside_a_kamelet_reach_the_caller() {
        assertThat(
                        bench.context()
                                .camel()
                                .getComponent("kamelet", KameletComponent.class)
                                .isNoErrorHandler())
                .isTrue();
    }

    @ParameterizedTest
    @Requirement("INT-2")
    @ValueSource(
            strings = {
                "file:/tmp",
                "http://localhost",
                "direct:x",
                "seda:x",
                "bean:x",
                "class:java.lang.Runtime",
                "log:x",
                "sql:select 1"
            })
    void no_other_component_exists_there(String uri) {
        assertThatThrownBy(() -> bench.context().camel().getEndpoint(uri))
                .isInstanceOf(org.apache.camel.NoSuchEndpointException.class);
    }

    @ParameterizedTest
    @Requirement({"INT-2", "SEC-51"})
    @ValueSource(
            strings = {
                "{{env:PATH}}",
                "{{sys:user.name}}",
                "{{service:x}}",
                "{{service.host:x}}",
                "{{bean:x}}",
                "{{PATH}}",
                "{{user.name}}"
            })
    void no_placeholder_is_resolved_there(String text) {
        assertThatThrownBy(() -> bench.context().camel().resolvePropertyPlaceholders(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
