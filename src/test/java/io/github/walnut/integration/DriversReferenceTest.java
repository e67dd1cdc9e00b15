package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference of drivers names what there is. */
class DriversReferenceTest {

    @Test
    void it_names_every_type_and_helper() throws Exception {
        String reference = Files.readString(Path.of("docs/reference/drivers.md"));

        assertThat(TypeRegistry.load(Path.of("kamelets"), Catalogue.load()).entries())
                .allSatisfy(entry -> assertThat(reference).contains("`" + entry.id() + "`"));
        assertThat(Helper.NAMES)
                .allSatisfy(name -> assertThat(reference).contains("`" + name + "`"));
    }

    @Test
    void it_names_every_transport_that_a_built_in_type_uses() throws Exception {
        String reference = Files.readString(Path.of("docs/reference/drivers.md"));
        for (TypeRegistry.Entry entry :
                TypeRegistry.load(Path.of("kamelets"), Catalogue.load()).entries()) {
            assertThat(entry.type().manifest().transports().keySet())
                    .allSatisfy(
                            transport -> assertThat(reference).contains("\n| " + transport + " |"));
        }
    }
}
