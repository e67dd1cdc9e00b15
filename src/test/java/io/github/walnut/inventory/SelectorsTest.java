package io.github.walnut.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {
    private final FakeInventory inventory =
            new FakeInventory()
                    .withHost("pve")
                    .target("pve", "vm", "201", "db-main", Map.of("tier", "gold"))
                    .target("pve", "vm", "202", "web-01", Map.of("tier", "bronze"))
                    .target("pve", "vm", "204", "Web-02", Map.of("tier", "bronze"))
                    .target("pve", "vm", "300", "twin", Map.of())
                    .target("pve", "vm", "301", "twin", Map.of())
                    .target("pve", "vm", "302", "201-202", Map.of())
                    .withHost("sw")
                    .targets(
                            "sw",
                            "poe-port",
                            "1/1",
                            "2/B6",
                            "2/C1",
                            "2/C2",
                            "2/C6",
                            "2/D1",
                            "2/D2",
                            "2/D3");

    private final SelectorResolver resolver = new SelectorResolver(inventory);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "204, 201 | vm:204 vm:201",
                "203-204 | vm:204",
                "db-main | vm:201",
                "\"web-01\" , WEB-02 | vm:202 vm:204",
                "vm:300 | vm:300",
                "web\\-01 | vm:202",
                "200-204,202 | vm:201 vm:202 vm:204",
                "nothing, 201 | vm:201",
            })
    @Requirement({"POL-33", "POL-34", "POL-36"})
    void lists_find_their_targets_in_the_order_of_the_author(String text, String ids)
            throws BadSelector {
        assertThat(String.join(" ", vms(Selectors.ofText(text, false)).ids())).isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "201,,203",
                ",201",
                "201,",
                "201-",
                "-205",
                "\"open",
                "\"a\" b",
                "205-201",
                "1-10001",
                "1/2-3",
                "a\\",
                "B1-C",
                "2/A1-9"
            })
    @Requirement({"POL-34", "POL-36", "POL-37"})
    void what_does_not_follow_the_grammar_is_refused(String text) {
        if (text.equals("B1-C")) {
            assertThatThrownBy(() -> Selectors.ofText(text, true)).isInstanceOf(BadSelector.class);
        } else {
            assertThatThrownBy(() -> Selectors.ofText(text, false)).isInstanceOf(BadSelector.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"db-main", "\"201\"", "201 - 205", "vm:201"})
    @Requirement("POL-34")
    void a_range_takes_numbers_and_ports_only(String text) throws BadSelector {
        assertThat(Selectors.ofText(text, false).given()).isTrue();
        assertThatThrownBy(() -> Selectors.ofText(text, true)).isInstanceOf(BadSelector.class);
    }

    @Test
    @Requirement("POL-34")
    void a_name_that_reads_like_a_range_wins_over_it() throws BadSelector {
        Resolution resolution = vms(Selectors.ofText("201-202", false));

        assertThat(resolution.ids()).containsExactly("vm:302");
        assertThat(codes(resolution)).containsExactly("literal_over_range");
    }

    @Test
    @Requirement({"POL-33", "POL-34", "POL-36"})
    void notes_tell_what_was_doubtful() throws BadSelector {
        assertThat(codes(vms(Selectors.ofText("twin", false))))
                .containsExactly("ambiguous_name", "empty_selection");
        assertThat(codes(vms(Selectors.ofText("ghost,201", false))))
                .containsExactly("target_not_found");
        assertThat(codes(vms(Selectors.ofText("203-204", true)))).containsExactly("ids_missing");
        assertThat(vms(Selectors.ofText("ghost,201", false)).missing()).containsExactly("ghost");
        assertThat(vms(Selectors.ofText("203-204", true)).missing()).containsExactly("vm:203");
        assertThat(codes(vms(Selectors.ofText("201,201", true))))
                .containsExactly("duplicate_target");
        assertThat(codes(vms(Selectors.ofText(" ", false)))).containsExactly("empty_selection");
    }

    @Test
    @Requirement("POL-37")
    void a_range_of_ports_holds_what_lies_between_its_ends() throws BadSelector {
        Selector selector = Selectors.ofText("2/c1-2/D2", true);

        assertThat(resolver.resolve(selector, "sw", "poe-port").ids())
                .containsExactly(
                        "poe-port:2/C1",
                        "poe-port:2/C2",
                        "poe-port:2/C6",
                        "poe-port:2/D1",
                        "poe-port:2/D2");
        assertThat(resolver.resolve(Selectors.ofText("2/b6", true), "sw", "poe-port").ids())
                .containsExactly("poe-port:2/B6");
    }

    @Test
    @Requirement({"POL-37", "POL-42"})
    void without_inventory_ids_stay_unverified_and_names_give_nothing() throws BadSelector {
        Resolution resolution =
                resolver.resolve(
                        Selectors.ofText("7, 9-11, vm:15, db-main", false), "pve", "container");
        assertThat(resolution.ids())
                .containsExactly("container:7", "container:9", "container:10", "container:11");
        assertThat(resolution.unverified()).hasSize(4);
        assertThat(codes(resolution)).contains("stale_inventory", "target_unknown");

        Resolution ports = resolver.resolve(Selectors.ofText("A1-B2, C3-C4", true), "sw", "port");
        assertThat(ports.ids()).containsExactly("port:C3", "port:C4");
        assertThat(codes(ports)).contains("needs_inventory");
    }

    @Test
    @Requirement({"POL-35", "POL-38"})
    void labels_attributes_and_queries_narrow_what_was_listed() throws BadSelector {
        Map<String, List<String>> bronze = Map.of("tier", List.of("bronze"));

        assertThat(vms(parts(List.of(), List.of(), bronze, null, false)).ids())
                .containsExactly("vm:202", "vm:204");
        Resolution narrowed =
                vms(parts(List.of(), List.of("db-main", "web-01"), bronze, null, false));
        assertThat(narrowed.ids()).containsExactly("vm:202");
        assertThat(codes(narrowed)).containsExactly("selector_narrowed");
        assertThat(
                        vms(Selectors.ofParts(
                                        List.of("201-204"),
                                        List.of(),
                                        Map.of(),
                                        Map.of("cpu.cores", List.of("3", "4")),
                                        "not name ~ \"?eb-*\"",
                                        false))
                                .ids())
                .containsExactly("vm:201");
        assertThat(vms(parts(List.of(), List.of(), Map.of(), null, true)).ids()).hasSize(6);
    }

    @Test
    @Requirement("POL-35")
    void only_empty_lists_are_no_selector_at_all() throws BadSelector {
        assertThat(parts(List.of(), List.of(), Map.of(), null, false)).isEqualTo(Selector.NONE);
        assertThat(Selectors.ofText("", false).given()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "label.tier=bronze and not name~\"web*\" | vm:204",
                "id in (201, 300) or name = web-01 | vm:201 vm:202 vm:300",
                "(id=201 or id=202) and label.tier != gold | vm:202",
                "attr.cpu.cores >= 3 and id < 1000 | vm:201 vm:202 vm:204 vm:300 vm:301 vm:302",
                "attr.none > 3 | ",
                "state=running and id=202 | vm:202",
            })
    @Requirement("POL-38")
    void a_query_selects_by_fields(String query, String ids) throws BadSelector {
        List<String> expected = ids == null ? List.of() : List.of(ids.split(" "));
        List<String> found = vms(Selectors.ofQuery(query)).ids();
        if (!query.startsWith("state")) {
            assertThat(found).isEqualTo(expected);
        } else {
            assertThat(expected).containsAll(found);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "name =",
                "color = red",
                "name ~ \"open",
                "id > many",
                "(id = 1",
                "id = 1)",
                "id in 1",
                "id = 1 and",
                "((((((((((id=1))))))))))",
                "1=1; drop table vms"
            })
    @Requirement("POL-38")
    void a_query_that_does_not_follow_the_grammar_is_refused(String query) {
        assertThatThrownBy(() -> Selectors.ofQuery(query)).isInstanceOf(BadSelector.class);
    }

    @ParameterizedTest
    @CsvSource({
        "*,'',true",
        "?,'',false",
        "a*,a,true",
        "*a,ba,true",
        "*a*b,xaxb,true",
        "*a*b,xaxbx,false",
        "dns-??,dns-01,true",
        "dns-?,dns-01,false",
        "**x,x,true",
        "a.c,abc,false",
        "[ab],a,false"
    })
    @Requirement("POL-38")
    void stars_are_any_and_question_marks_one_character(String glob, String text, boolean like) {
        assertThat(TargetQuery.like(glob, text)).isEqualTo(like);
    }

    @Test
    @Requirement("POL-38")
    void many_stars_take_no_longer() {
        String name = "a".repeat(4_000);
        assertThat(TargetQuery.like("*a".repeat(300) + "*b", name)).isFalse();
        assertThat(TargetQuery.like("*a".repeat(300) + "*", name)).isTrue();
    }

    @Property(tries = 500)
    @Requirement("POL-38")
    void patterns_agree_with_regular_expressions(
            @ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(max = 8) String glob,
            @ForAll @Chars({'a', 'b', 'c'}) @StringLength(max = 10) String text) {
        String regex = glob.replace("*", ".*").replace("?", ".");
        assertThat(TargetQuery.like(glob, text)).isEqualTo(text.matches(regex));
    }

    @Property(tries = 300)
    @Requirement("POL-34")
    void quoted_text_is_read_back_as_it_was(@ForAll @NotEmpty String text) throws BadSelector {
        String quoted = new SelectorItem.Literal(text, true).written();

        assertThat(Selectors.ofText(quoted, false).names()).containsExactly(text);
        assertThat(SelectorGrammar.item(quoted)).isEqualTo(new SelectorItem.Literal(text, true));
    }

    @Property(tries = 300)
    @Requirement("POL-34")
    void no_text_breaks_the_grammar(@ForAll String text, @ForAll boolean rangesOnly) {
        try {
            Selector selector = Selectors.ofText(text, rangesOnly);
            assertThat(selector.given()).isTrue();
        } catch (BadSelector e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 100)
    @Requirement("POL-36")
    void a_range_finds_exactly_the_numbers_between_its_ends(
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 60) Integer> numbers,
            @ForAll @IntRange(min = 1, max = 60) int from,
            @ForAll @IntRange(max = 30) int length)
            throws BadSelector {
        FakeInventory one = new FakeInventory().withHost("h");
        List<Integer> distinct = new ArrayList<>(numbers.stream().distinct().sorted().toList());
        distinct.forEach(n -> one.targets("h", "vm", n.toString()));
        if (distinct.isEmpty()) {
            return;
        }
        Resolution found =
                new SelectorResolver(one)
                        .resolve(Selectors.ofText(from + "-" + (from + length), true), "h", "vm");

        assertThat(found.ids())
                .containsExactlyElementsOf(
                        distinct.stream()
                                .filter(n -> n >= from && n <= from + length)
                                .map(n -> "vm:" + n)
                                .toList());
    }

    private Resolution vms(Selector selector) {
        return resolver.resolve(selector, "pve", "vm");
    }

    private static Selector parts(
            List<String> ids,
            List<String> names,
            Map<String, List<String>> labels,
            String query,
            boolean all)
            throws BadSelector {
        return Selectors.ofParts(ids, names, labels, Map.of(), query, all);
    }

    private static List<String> codes(Resolution resolution) {
        return resolution.notes().stream().map(Resolution.Note::code).toList();
    }
}
