package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class CredentialsByBeanTest {

    @Test
    void user_and_password_may_be_beans_so_that_no_address_holds_them() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("nut-user-a", "operator");
            camel.getRegistry().bind("nut-password-a", "swordfish");
            NutEndpoint endpoint =
                    camel.getEndpoint(
                            "nut:*@127.0.0.1:1?username=#bean:nut-user-a&password=#bean:nut-password-a",
                            NutEndpoint.class);
            assertThat(endpoint.getConfiguration().getUsername()).isEqualTo("operator");
            assertThat(endpoint.getConfiguration().getPassword()).isEqualTo("swordfish");
            assertThat(endpoint.getEndpointUri()).doesNotContain("swordfish");
        }
    }
}
