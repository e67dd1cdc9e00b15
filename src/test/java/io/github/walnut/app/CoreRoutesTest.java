package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.routes.ContextRoutes;
import io.github.walnut.routes.RouteFigures;
import java.time.Clock;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class CoreRoutesTest {

    private static final String FILE =
            """
            - route:
                id: mail-send
                description: Sends mail
                from:
                  uri: timer:mail
                  steps:
                    - to:
                        uri: "smtp://host?username=a&password=canary-1"
                        parameters:
                          apiToken: canary-2
                          charset: utf-8
            - routeTemplate:
                id: ups-poll
                from:
                  uri: "nut:*@{{address}}?tls={{tls}}"
            """;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final CoreRoutes routes =
            new CoreRoutes(
                    new ContextRoutes(camel, new RouteFigures(Clock.systemUTC())), List.of(FILE));

    @Test
    void the_text_of_a_route_holds_no_secrets() {
        assertThat(routes.source("mail-send").orElseThrow())
                .contains("charset: utf-8", "smtp://host?username=")
                .doesNotContain("canary");
    }

    @Test
    void a_route_made_from_a_template_shows_the_template() {
        assertThat(routes.source("ups-poll-local").orElseThrow()).contains("{{address}}");
        assertThat(routes.source("ups-pollen")).isEmpty();
        assertThat(routes.source("a")).isEmpty();
    }
}
