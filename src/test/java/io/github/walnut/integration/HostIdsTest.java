package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

@Requirement("INT-15")
class HostIdsTest {

    @Test
    void an_id_is_made_of_the_name_and_counted_when_it_is_taken() {
        assertThat(HostIds.suggest("Rack B, top", Set.of())).isEqualTo("rack-b-top");
        assertThat(HostIds.suggest("Küche", Set.of())).isEqualTo("kuche");
        assertThat(HostIds.suggest("NAS", Set.of("nas", "nas-2"))).isEqualTo("nas-3");
        assertThat(HostIds.suggest("test", Set.of())).isEqualTo("test-2");
        assertThat(HostIds.suggest("日本", Set.of())).isEqualTo("host");
    }

    @Test
    void reserved_words_and_other_forms_are_no_ids() {
        assertThat(HostIds.valid("pve-lab.1")).isTrue();
        assertThat(HostIds.valid("types")).isFalse();
        assertThat(HostIds.valid("Nas")).isFalse();
        assertThat(HostIds.valid("-nas")).isFalse();
        assertThat(HostIds.valid("")).isFalse();
    }

    @Property(tries = 300)
    void every_name_gives_a_valid_free_id(@ForAll String name) {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            String id = HostIds.suggest(name, taken);
            assertThat(HostIds.valid(id)).as(id).isTrue();
            assertThat(taken.add(id)).isTrue();
        }
    }
}
