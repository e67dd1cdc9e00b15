package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import java.util.List;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** A Camel application that has nothing of walNUT but this component. */
class OnlyNutInYamlTest {

    @Test
    @Requirement("NUT-10")
    void works_in_any_camel_application() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1")) {
            Main main = new Main();
            main.configure().withRoutesIncludePattern("classpath:routes/only-nut.camel.yaml");
            main.addProperty("upsd", upsd.address());
            main.start();
            try {
                MockEndpoint status =
                        main.getCamelContext().getEndpoint("mock:status", MockEndpoint.class);
                await().atMost(Received.LIMIT)
                        .until(() -> bodies(status).equals(List.of("rack1 is OL")));
                upsd.set("rack1", "ups.status", "OB DISCHRG");
                await().atMost(Received.LIMIT)
                        .until(
                                () ->
                                        bodies(status)
                                                .equals(
                                                        List.of(
                                                                "rack1 is OL",
                                                                "rack1 is OB DISCHRG")));
                assertThat(main.getCamelTemplate().requestBody("direct:serial", null, String.class))
                        .isEqualTo("healthy");
            } finally {
                main.stop();
            }
        }
    }

    private static List<String> bodies(MockEndpoint endpoint) {
        return endpoint.getReceivedExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(String.class))
                .toList();
    }
}
