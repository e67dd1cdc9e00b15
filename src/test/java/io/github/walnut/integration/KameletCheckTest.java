package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KameletCheckTest {

    private static final String FILE = "x-action.kamelet.yaml";
    private static final String GOOD =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: x-action, labels: {camel.apache.org/kamelet.type: action}}
            spec:
              definition: {title: X, description: X, type: object}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setVariable: {name: a, expression: {constant: {expression: '{"command":["true"]}'}}}
                    - STEP
            """;

    @Test
    @Requirement("INT-55")
    void the_steps_of_drivers_pass() throws Exception {
        assertThat(check("to: {uri: device:ssh, parameters: {request: a, save: b}}")).isEmpty();
        assertThat(check("setBody: {expression: {jq: {expression: '. + {repeat: 3}'}}}")).isEmpty();
        assertThat(check("setBody: {expression: {jq: {expression: '.text == \"while def\"'}}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @Requirement("INT-55")
    @ValueSource(
            strings = {
                "to: {uri: 'file:/tmp'}",
                "to: {uri: 'exec:reboot'}",
                "to: {uri: 'device:http', parameters: {request: a, save: b}}",
                "to: {uri: 'device:ssh', parameters: {request: a, save: b, host: evil}}",
                "to: {uri: 'device:ssh?request=a'}",
                "to: {uri: 'helper:aoss-login'}",
                "to: {uri: 'kamelet:other'}",
                "toD: {uri: 'device:ssh'}",
                "bean: {ref: x}",
                "process: {ref: x}",
                "script: {expression: {groovy: {expression: x}}}",
                "setBody: {expression: {simple: {expression: x}}}",
                "setBody: {expression: {groovy: {expression: x}}}",
                "setBody: {expression: {jq: {expression: '$ENV.HOME'}}}",
                "setBody: {expression: {jq: {expression: 'env.HOME'}}}",
                "setBody: {expression: {jq: {expression: 'def f: f; f'}}}",
                "setBody: {expression: {jq: {expression: '[range(1e9)]'}}}",
                "setBody: {expression: {jq: {expression: 'last(repeat(1))'}}}",
                "setBody: {expression: {jq: {expression: 'header(\"x\")'}}}",
                "setBody: {expression: {constant: {expression: '{{x}}'}}}",
                "setBody: {expression: {constant: {expression: '${x}'}}}",
                "setBody: {expression: {constant: {expression: 'resource:file:/etc/passwd'}}}",
                "log: {message: '${body}', loggingLevel: DEBUG}",
                "log: {message: 'hello', loggingLevel: INFO}",
                "setHeader: {name: x, expression: {constant: {expression: x}}}",
                "setProperty: {name: x, expression: {constant: {expression: x}}}"
            })
    void what_reaches_beyond_the_driver_is_refused_at_its_place(String step) throws Exception {
        assertThat(check(step))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.code()).isEqualTo("not_allowed"))
                .anySatisfy(
                        error ->
                                assertThat(error.pointer())
                                        .startsWith("/" + FILE + "/spec/template/from/steps/1"));
    }

    @Test
    @Requirement("INT-55")
    void a_kamelet_is_named_as_its_file_and_holds_no_more_than_two_hundred_steps()
            throws Exception {
        List<InputError> errors = new ArrayList<>();
        String many =
                GOOD.replace("- STEP", "- stop: {}").replace("name: x-action,", "name: other,");
        new KameletCheck().check(FILE, many, manifest(), errors);
        assertThat(errors)
                .extracting(InputError::pointer)
                .containsExactly("/" + FILE + "/metadata/name");

        errors.clear();
        String steps = ("- stop: {}\n" + " ".repeat(8)).repeat(250);
        new KameletCheck().check(FILE, GOOD.replace("- STEP", steps.strip()), manifest(), errors);
        assertThat(errors)
                .extracting(InputError::message)
                .anyMatch(message -> message.contains("more than 200"));
    }

    private static List<InputError> check(String step) throws Exception {
        List<InputError> errors = new ArrayList<>();
        new KameletCheck().check(FILE, GOOD.replace("STEP", step), manifest(), errors);
        return errors;
    }

    private static Manifest manifest() throws Exception {
        return new ManifestReader(Catalogue.load())
                .read(Files.readString(Path.of("kamelets/generic.ssh/plugin.yaml")));
    }
}
