package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoryItemsTest {

    private static final Host HOST =
            new Host(
                    "pve",
                    1,
                    "pve",
                    "x",
                    Map.of(),
                    Map.of(),
                    true,
                    Host.State.CONNECTED,
                    null,
                    false);

    @Test
    @Requirement("INT-26")
    void an_item_becomes_a_target_with_its_canonical_type() {
        Target target =
                read(Map.of("type", "poe_port", "external_id", "1/5", "name", "AP", "status", "on"))
                        .get(0);

        assertThat(target.id()).isEqualTo("poe-port:1/5");
        assertThat(target.active()).isTrue();
        assertThat(read(Map.of("type", "lxc", "external_id", "101", "status", "stopped")).get(0))
                .satisfies(
                        container -> {
                            assertThat(container.type()).isEqualTo("container");
                            assertThat(container.name()).isEqualTo("101");
                            assertThat(container.active()).isFalse();
                        });
    }

    @Test
    @Requirement("INT-26")
    void a_status_that_nobody_knows_is_unknown() {
        assertThat(
                        read(Map.of("type", "vm", "external_id", "1", "status", "borked"))
                                .get(0)
                                .status())
                .isEqualTo("unknown");
    }

    @Test
    @Requirement("INT-32")
    void text_of_a_target_is_cleaned_and_cut() {
        Target target =
                read(Map.of(
                                "type",
                                "vm",
                                "external_id",
                                "1",
                                "name",
                                "\u001b[31mred\u0007" + "x".repeat(500),
                                "attrs",
                                Map.of("note", "y".repeat(5000)),
                                "labels",
                                Map.of("Bad Key", "v", "tier", "gold\n")))
                        .get(0);

        assertThat(target.name()).startsWith("red").hasSize(200);
        assertThat(target.attrs().get("note").toString()).hasSize(1024);
        assertThat(target.labels()).isEqualTo(Map.of("tier", "gold"));
    }

    @Test
    @Requirement("INT-32")
    void twins_and_what_is_over_the_limit_are_left_out() {
        Map<String, Object> one = Map.of("type", "vm", "external_id", "1");
        assertThat(InventoryItems.of(HOST, List.of(one, one), 10)).hasSize(1);
        assertThat(
                        InventoryItems.of(
                                HOST, List.of(one, Map.of("type", "vm", "external_id", "2")), 1))
                .hasSize(1);
        assertThat(InventoryItems.of(HOST, List.of(Map.of("type", "vm")), 10)).isEmpty();
    }

    private static List<Target> read(Map<String, Object> item) {
        return InventoryItems.of(HOST, List.of(item), 10);
    }
}
