package io.github.walnut.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final Map<String, Object> CONTEXT = context();

    private static Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("title", "lost mains");
        context.put("none", null);
        context.put("zero", 0);
        context.put("no", false);
        context.put("ups", Map.of("name", "rack", "battery", Map.of("charge", 87.0)));
        context.put("items", List.of(Map.of("line", "one"), Map.of("line", "two")));
        context.put("words", List.of("OB", "LB"));
        context.put("empty", List.of());
        return context;
    }

    private static String rendered(String text) throws Template.Malformed {
        return Template.parse(text).render(CONTEXT, UnaryOperator.identity());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{title}}!|lost mains!",
                "{{ ups.name }} {{ups.battery.charge}} %|rack 87 %",
                "[{{none}}{{unknown}}{{ups.unknown.further}}]|[]",
                "{{#items}}{{line}},{{/items}}|one,two,",
                "{{#words}}<{{.}}>{{/words}}|<OB><LB>",
                "{{#ups}}{{name}} of {{title}}{{/ups}}|rack of lost mains",
                "{{#zero}}{{zero}}{{/zero}}|0",
                "{{#none}}a{{/none}}{{^none}}b{{/none}}|b",
                "{{#empty}}a{{/empty}}{{^empty}}b{{/empty}}|b",
                "{{^no}}b{{/no}}{{! a remark }}|b",
                "{{ups}}{{items}}|''",
            })
    @Requirement("NTF-3")
    void names_and_sections_read_what_stands_in_the_maps(String template, String text)
            throws Exception {
        assertThat(rendered(template)).isEqualTo(text);
    }

    @Test
    @Requirement("NTF-3")
    void a_section_that_has_lines_of_its_own_leaves_none_behind() throws Exception {
        assertThat(
                        rendered(
                                """
                                Power:
                                {{#items}}
                                - {{line}}
                                {{/items}}
                                  {{! nothing }}
                                end
                                """))
                .isEqualTo("Power:\n- one\n- two\nend\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{title",
                "{{}}",
                "{{{title}}}",
                "{{&title}}",
                "{{> other}}",
                "{{=<% %>=}}",
                "{{#items}}",
                "{{/items}}",
                "{{#items}}{{/ups}}",
                "{{title()}}",
                "{{a.class.forName('x')}}",
                "{{env:WALNUT_DB_KEY}}",
                "{{#a}}{{#b}}{{/a}}{{/b}}"
            })
    @Requirement({"NTF-3", "SEC-51"})
    void everything_else_is_refused(String template) {
        assertThatThrownBy(() -> Template.parse(template)).isInstanceOf(Template.Malformed.class);
        assertThat(Templates.check(template))
                .singleElement()
                .matches(Templates.Fault::blocker)
                .matches(fault -> fault.code().equals("malformed_template"));
    }

    @Test
    @Requirement("NTF-3")
    void a_name_that_messages_do_not_have_is_a_warning() {
        assertThat(Templates.check("{{title}} {{ups.charge}} {{#items}}{{line}}{{/items}}"))
                .singleElement()
                .matches(fault -> !fault.blocker())
                .matches(fault -> fault.code().equals("unknown_variable"))
                .matches(fault -> fault.message().contains("ups.charge"));
        assertThat(Templates.check("{{line}}")).hasSize(1);
        assertThat(Templates.check("{{#ups}}{{display_name}}{{next.at}}{{/ups}}{{event.attrs.x}}"))
                .isEmpty();
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("{}#/^&!a.\n\"<\\").ofMaxLength(12);
    }

    @Property(tries = 500)
    @Requirement({"NTF-3", "SEC-51"})
    void a_value_is_never_read_as_a_template(@ForAll("values") String value)
            throws Template.Malformed {
        Map<String, Object> context = Map.of("a", value, "items", List.of(value));
        assertThat(
                        Template.parse("[{{a}}{{#items}}{{.}}{{/items}}]")
                                .render(context, UnaryOperator.identity()))
                .isEqualTo("[" + value + value + "]");
    }

    @Property(tries = 500)
    @Requirement("NTF-3")
    void any_text_is_a_template_or_refused(@ForAll("values") String text) {
        try {
            Template.parse(text).render(CONTEXT, UnaryOperator.identity());
        } catch (Template.Malformed refused) {
            assertThat(text).contains("{{");
        }
    }
}
