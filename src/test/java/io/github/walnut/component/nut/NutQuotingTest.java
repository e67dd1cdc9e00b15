package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NutQuotingTest {

    @Property
    @Requirement({"NUT-23", "NUT-24"})
    void what_was_quoted_reads_back_the_same(@ForAll String text) {
        assertThat(NutQuoting.value(NutQuoting.quote(text))).isEqualTo(text);
    }

    @Property
    @Requirement("NUT-23")
    void an_argument_never_leaves_its_quotes(@ForAll String text) {
        String quoted = NutQuoting.quote(text);

        assertThat(NutQuoting.closing(quoted)).isEqualTo(quoted.length() - 1);
    }

    @Test
    @Requirement("NUT-23")
    void escapes_backslash_quote_and_hash() {
        assertThat(NutQuoting.quote("a\\b\"c#d")).isEqualTo("\"a\\\\b\\\"c\\#d\"");
    }

    @Test
    @Requirement("NUT-24")
    void takes_what_stands_between_the_outer_quotes_when_they_do_not_balance() {
        assertThat(NutQuoting.value("\"a \"b\" c\"")).isEqualTo("a \"b\" c");
        assertThat(NutQuoting.value("\"a \"b\"")).isEqualTo("a \"b");
        assertThat(NutQuoting.value("\"open")).isEqualTo("open");
    }

    @Test
    void tells_no_value_from_an_empty_one() {
        assertThat(NutQuoting.value("  ")).isNull();
        assertThat(NutQuoting.value("\"\"")).isEmpty();
    }
}
