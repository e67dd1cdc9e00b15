package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The types that come with the product. */
class BuiltInTypesTest {

    @Test
    @Requirement({"INT-3", "INT-5", "INT-55"})
    void every_built_in_type_passes_the_checks_of_uploaded_ones() throws Exception {
        TypeRegistry types = TypeRegistry.load(Path.of("kamelets"), Catalogue.load());

        assertThat(types.entries())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.errors()).as(entry.id()).isEmpty());
    }
}
