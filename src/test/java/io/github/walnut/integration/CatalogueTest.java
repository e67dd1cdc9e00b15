package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Confirm;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.Capability.Verb;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {

    private final Catalogue catalogue = Catalogue.load();

    @Test
    @Requirement("INT-51")
    void old_names_find_the_capability_that_took_their_place() {
        assertThat(catalogue.find("proxmox.vm").orElseThrow().id()).isEqualTo("vm.lifecycle");
        assertThat(catalogue.find("infrastructure.vm").orElseThrow().id())
                .isEqualTo("vm.lifecycle");
        assertThat(catalogue.find("aoss.poe.port").orElseThrow().id()).isEqualTo("poe.port");
        assertThat(catalogue.find("poe.control").orElseThrow().id()).isEqualTo("poe.port");
        assertThat(catalogue.find("aos.port_admin").orElseThrow().id()).isEqualTo("net.interface");
        assertThat(catalogue.find("no.such")).isEmpty();
    }

    @Test
    @Requirement("INT-51")
    void every_inverse_is_a_verb_of_the_same_capability() {
        for (Capability capability : catalogue.all()) {
            for (Verb verb : capability.verbs().values()) {
                if (verb.inverse() != null) {
                    assertThat(capability.verbs()).as(capability.id()).containsKey(verb.inverse());
                }
            }
        }
    }

    @Test
    @Requirement("INT-44")
    void every_key_parameter_is_a_parameter() {
        for (Capability capability : catalogue.all()) {
            for (Verb verb : capability.verbs().values()) {
                for (String field : verb.keyFields()) {
                    if (field.startsWith("params.")) {
                        assertThat(verb.params().get("properties").toString())
                                .as(capability.id() + " " + verb.name())
                                .contains(field.substring("params.".length()) + "=");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vm.lifecycle,shutdown,IDEMPOTENT,STATE,180,start,true",
        "vm.lifecycle,start,IDEMPOTENT,STATE,120,shutdown,false",
        "power.control,shutdown,IDEMPOTENT,PROBE,300,on,true",
        "outlet.power,off,IDEMPOTENT,STATE,30,on,true",
        "command.run,run,BLIND,ACK,60,,true",
        "wake.lan,wake,IDEMPOTENT,PROBE,300,,false"
    })
    void verbs_carry_how_they_behave(
            String id,
            String verb,
            Effect effect,
            Confirm confirm,
            int budget,
            String inverse,
            boolean disruptive) {
        Verb found = catalogue.find(id).orElseThrow().verbs().get(verb);

        assertThat(found.effect()).isEqualTo(effect);
        assertThat(found.confirm()).isEqualTo(confirm);
        assertThat(found.budget()).isEqualTo(Duration.ofSeconds(budget));
        assertThat(found.inverse()).isEqualTo(inverse);
        assertThat(found.disruptive()).isEqualTo(disruptive);
    }

    @Test
    void power_of_a_host_takes_no_selector() {
        assertThat(catalogue.find("power.control").orElseThrow().hostOnly()).isTrue();
        assertThat(catalogue.find("vm.lifecycle").orElseThrow().hostOnly()).isFalse();
    }
}
