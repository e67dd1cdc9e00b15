package io.github.walnut.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which functions of jq an expression may call, wherever it hides them. */
class JqGuardTest {

    @ParameterizedTest
    @Requirement({"SEC-91", "INT-55"})
    @ValueSource(
            strings = {
                ".env.repeat",
                "{env: 1, repeat: 2, def: .def}",
                "{env, input}",
                "{\"env\": .x, (\"a\" + \"b\"): 1}",
                ".a as $env | $env + 1",
                "\"env def input \\\" $ENV\"",
                ". # env in a comment\n| length",
                "reduce .[] as {id: $id} (0; . + $id)",
                "[limit(5; .[])] | first",
                "1e9 + 0.5E-3",
                "\"\\(.a | length) of \\({env: 1} | tojson)\"",
                "if .a then {b: .c} else empty end",
                "@base64 \"x\\(.y)\"",
                ".[\"env\"] // .\"input\""
            })
    void an_expression_that_computes_with_its_input_passes(String text) {
        assertThat(JqGuard.refused(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @Requirement({"SEC-91", "INT-55"})
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "env ~ env",
                "env.HOME ~ env",
                "$ENV.HOME ~ $ENV",
                "[$ENV] ~ $ENV",
                "\"\\(env)\" ~ env",
                "\"a\\(\"b\\($ENV.HOME)\")c\" ~ $ENV",
                "{a: env} ~ env",
                "{(env): 1} ~ env",
                "{a: 1 | env} ~ env",
                "{\"a\": env} ~ env",
                "[.a, env] ~ env",
                "{a: [1, env]} ~ env",
                "def f: f; f ~ def",
                "import \"a\" as b; . ~ import",
                "include \"a\"; . ~ include",
                "input ~ input",
                "[inputs] ~ inputs",
                "input_filename ~ input_filename",
                "debug ~ debug",
                "stderr ~ stderr",
                "halt ~ halt",
                "range(10) ~ range",
                "range (10) ~ range",
                "repeat(1) ~ repeat",
                "while(true; .) ~ while",
                "until(false; .) ~ until",
                "recurse ~ recurse",
                "recurse(.) ~ recurse",
                "combinations ~ combinations",
                "header(\"x\") ~ header",
                "property(\"x\") ~ property",
                "exchangeProperty(\"x\") ~ exchangeProperty",
                "variable(\"x\") ~ variable",
                "body ~ body",
                "$__prog::x ~ $__prog::x",
                "m::env ~ m::env",
                "limit(.n; .[]) ~ limit of what is computed",
                "limit($n; .[]) ~ limit of what is computed",
                "limit((1e9); .[]) ~ limit of what is computed",
                "getpath(env) ~ env",
                "@env ~ @env",
                "\"x\" | env # \"\" ~ env"
            })
    void each_that_reaches_beyond_or_runs_without_end_is_refused(String text, String word) {
        assertThat(JqGuard.refused(text)).contains(word);
    }
}
