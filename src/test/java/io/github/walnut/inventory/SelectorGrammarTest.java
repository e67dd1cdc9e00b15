package io.github.walnut.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Properties of the grammar of selectors. */
class SelectorGrammarTest {

    @Property(tries = 500)
    @Requirement("POL-34")
    void items_read_back_as_they_were_written(
            @ForAll @Size(min = 1, max = 8) List<@From("items") SelectorItem> items,
            @ForAll("blanks") String blanks)
            throws BadSelector {
        String text =
                items.stream()
                        .map(SelectorItem::written)
                        .collect(Collectors.joining(blanks + "," + blanks));

        assertThat(SelectorGrammar.items(blanks + text + blanks, false)).isEqualTo(items);
    }

    @Property(tries = 300)
    @Requirement("POL-34")
    void a_backslash_before_each_character_quotes_like_quotes(@ForAll("odd") String text)
            throws BadSelector {
        String escaped =
                text.codePoints()
                        .mapToObj(c -> "\\" + Character.toString(c))
                        .collect(Collectors.joining());

        assertThat(SelectorGrammar.item(escaped)).isEqualTo(new SelectorItem.Literal(text, true));
    }

    @Property(tries = 300)
    @Requirement({"POL-34", "POL-36", "POL-37"})
    void a_range_wants_two_ends_of_one_form_in_order(
            @ForAll("ports") PortId from, @ForAll("ports") PortId to) throws BadSelector {
        String text = from.text() + "-" + to.text();
        boolean small = !from.sameSlot(to) || to.number() - from.number() < 10_000;

        if (from.sameDepth(to) && from.compareTo(to) <= 0 && small) {
            SelectorItem.Range range = (SelectorItem.Range) SelectorGrammar.item(text);
            assertThat(range.holds(from)).isTrue();
            assertThat(range.holds(to)).isTrue();
            assertThat(SelectorGrammar.items(text, true)).containsExactly(range);
        } else {
            assertThatThrownBy(() -> SelectorGrammar.item(text)).isInstanceOf(BadSelector.class);
        }
    }

    @Property(tries = 300)
    @Requirement("POL-37")
    void ports_read_back_in_upper_case_whatever_case_they_had(@ForAll("ports") PortId port) {
        assertThat(PortId.parse(port.text())).contains(port);
        assertThat(PortId.parse(port.text().toLowerCase(java.util.Locale.ROOT))).contains(port);
    }

    @Property(tries = 200)
    @Requirement("POL-37")
    void a_range_of_ports_finds_what_the_device_has_between_its_ends(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 4) Integer> slots,
            @ForAll @IntRange(min = 1, max = 12) int perSlot,
            @ForAll("slotPorts") PortId one,
            @ForAll("slotPorts") PortId other)
            throws BadSelector {
        FakeInventory inventory = new FakeInventory().withHost("sw");
        List<PortId> known = new ArrayList<>();
        slots.stream()
                .distinct()
                .sorted()
                .forEach(
                        slot -> {
                            for (int n = 1; n <= perSlot; n++) {
                                known.add(
                                        PortId.parse("2/" + (char) ('A' + slot) + n).orElseThrow());
                            }
                        });
        known.forEach(port -> inventory.targets("sw", "poe-port", port.text()));
        PortId from = one.compareTo(other) <= 0 ? one : other;
        PortId to = one.compareTo(other) <= 0 ? other : one;

        Resolution found =
                new SelectorResolver(inventory)
                        .resolve(
                                Selectors.ofText(from.text() + "-" + to.text(), true),
                                "sw",
                                "poe-port");

        assertThat(found.ids())
                .containsExactlyElementsOf(
                        known.stream()
                                .filter(p -> p.compareTo(from) >= 0 && p.compareTo(to) <= 0)
                                .map(p -> "poe-port:" + p.text())
                                .toList());
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of("", " ", "\t", "  \t");
    }

    @Provide
    Arbitrary<String> odd() {
        return Arbitraries.strings()
                .withChars("ab19,\"\\- \t/:*\u202E")
                .ofMinLength(1)
                .ofMaxLength(12);
    }

    @Provide
    Arbitrary<PortId> ports() {
        Arbitrary<String> number = Arbitraries.integers().between(0, 30_000).map(String::valueOf);
        Arbitrary<String> slot = Arbitraries.of("", "A", "B", "Z");
        Arbitrary<String> place = Arbitraries.of("", "2/", "3/1/", "2/1/");
        return Combinators.combine(place, slot, number)
                .as((a, b, c) -> PortId.parse(a + b + c).orElseThrow());
    }

    @Provide
    Arbitrary<PortId> slotPorts() {
        return Combinators.combine(
                        Arbitraries.of("A", "B", "C", "D", "E", "F"),
                        Arbitraries.integers().between(0, 14))
                .as((slot, n) -> PortId.parse("2/" + slot + n).orElseThrow());
    }

    @Provide
    Arbitrary<SelectorItem> items() {
        Arbitrary<SelectorItem> quoted = odd().map(text -> new SelectorItem.Literal(text, true));
        Arbitrary<SelectorItem> bare =
                Arbitraries.strings()
                        .withChars("abz_.:")
                        .ofMinLength(1)
                        .ofMaxLength(8)
                        .map(text -> new SelectorItem.Literal(text, false));
        Arbitrary<SelectorItem> named =
                Arbitraries.of("db-main", "edge-sw-2", "a-b-c", "1-b")
                        .map(text -> new SelectorItem.Literal(text, false));
        Arbitrary<SelectorItem> port = ports().map(p -> new SelectorItem.Literal(p.text(), false));
        Arbitrary<SelectorItem> range =
                Combinators.combine(ports(), Arbitraries.integers().between(0, 9_999))
                        .as(
                                (p, n) ->
                                        new SelectorItem.Range(
                                                p,
                                                p.withNumber(p.number() + n),
                                                p.text()
                                                        + "-"
                                                        + p.withNumber(p.number() + n).text()));
        return Arbitraries.oneOf(quoted, bare, named, port, range);
    }
}
