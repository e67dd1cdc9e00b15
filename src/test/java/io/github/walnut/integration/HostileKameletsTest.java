package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kamelets that want more than to speak to their host: each place, each language, each text. */
class HostileKameletsTest {

    private static final String FILE = "x-action.kamelet.yaml";
    private static final String STEPS = "/spec/template/from/steps";
    private static final String GOOD =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: x-action, labels: {camel.apache.org/kamelet.type: action}METADATA}
            spec:
              definition: {title: X, description: X, type: object DEFINITION}
              SPEC
              template:
                TEMPLATE
                from:
                  uri: kamelet:source
                  FROM
                  steps:
                    - setVariable: {name: a, expression: {constant: {expression: x}}}
                    STEP
            ROOT
            """;

    private static Manifest manifest;

    @BeforeAll
    static void read() throws Exception {
        manifest =
                new ManifestReader(Catalogue.load())
                        .read(Files.readString(Path.of("kamelets/generic.ssh/plugin.yaml")));
    }

    private static String kamelet(String slot, String text) {
        String kamelet = GOOD.replace(slot, text);
        for (String other :
                List.of("METADATA", "DEFINITION", "SPEC", "TEMPLATE", "FROM", "STEP", "ROOT")) {
            kamelet = kamelet.replaceAll("\\b" + other + "\\b", "");
        }
        return kamelet;
    }

    private static List<InputError> check(String text) {
        List<InputError> errors = new ArrayList<>();
        new KameletCheck().check(FILE, text, manifest, errors);
        return errors;
    }

    static Stream<Arguments> frames() {
        Map<String, List<String>> hostile = new LinkedHashMap<>();
        hostile.put(
                "TEMPLATE",
                List.of(
                        "/spec/template/beans ~ beans: [{name: b, type: java.lang.Runtime}]",
                        "/spec/template/beans ~ beans: [{name: b, type: '#class:java.lang.Runtime'}]",
                        "/spec/template/beans ~ beans: [{name: b, scriptLanguage: groovy, script: x}]",
                        "/spec/template/route ~ route: {id: x}",
                        "/spec/template/id ~ id: x",
                        "/spec/template/onException ~ onException: {steps: []}",
                        "/spec/template/intercept ~ intercept: {steps: []}",
                        "/spec/template/routeConfiguration ~ routeConfiguration: {}",
                        "/spec/template/restConfiguration ~ restConfiguration: {}",
                        "/spec/template/rest ~ rest: {}",
                        "/spec/template/parameters ~ parameters: [{name: x, defaultValue: y}]"));
        hostile.put(
                "SPEC",
                List.of(
                        "/spec/dependencies ~ dependencies: ['camel:exec']",
                        "/spec/dependencies ~ dependencies: ['mvn:org.evil:evil:1.0']",
                        "/spec/types ~ types: {in: {mediaType: x}}",
                        "/spec/sources ~ sources: [{name: x, content: y}]",
                        "/spec/flow ~ flow: {from: {uri: 'timer:x'}}"));
        hostile.put(
                "DEFINITION",
                List.of(
                        "/spec/definition/properties ~ , properties: {x: {type: string, default: '/etc'}}",
                        "/spec/definition/required ~ , required: [x]"));
        hostile.put("METADATA", List.of("/metadata/namespace ~ , namespace: kube-system"));
        hostile.put(
                "FROM",
                List.of(
                        "/spec/template/from/parameters ~ parameters: {bridgeErrorHandler: true}",
                        "/spec/template/from/variableReceive ~ variableReceive: 'global:x'"));
        hostile.put(
                "ROOT",
                List.of(
                        "/status ~ status: {}",
                        "/beans ~ beans: []",
                        "/spec ~ spec: {}",
                        " ~ ---\n- beans: [{name: b, type: java.lang.Runtime}]"));
        return cases(hostile);
    }

    private static Stream<Arguments> cases(Map<String, List<String>> hostile) {
        return hostile.entrySet().stream()
                .flatMap(
                        slot ->
                                slot.getValue().stream()
                                        .map(
                                                each ->
                                                        Arguments.of(
                                                                slot.getKey(),
                                                                each.substring(0, each.indexOf('~'))
                                                                        .strip(),
                                                                each.substring(
                                                                        each.indexOf('~') + 2))));
    }

    @ParameterizedTest(name = "{2}")
    @Requirement({"SEC-91", "INT-55"})
    @MethodSource("frames")
    void nothing_beside_the_steps_is_taken(String slot, String pointer, String text) {
        List<InputError> errors = check(kamelet(slot, text));

        boolean noDocument =
                slot.equals("ROOT") && !text.startsWith("status") && !text.startsWith("beans");
        String place = "/" + FILE + (noDocument ? "" : pointer);
        assertThat(errors).extracting(InputError::pointer).contains(place);
    }

    /** All words of Camel's steps but those of the list, as the DSL of this version knows them. */
    static Stream<String> foreignSteps() {
        return Stream.of(
                ("aggregate bean doTry circuitBreaker claimCheck convertBodyTo convertHeaderTo"
                                + " convertVariableTo delay dynamicRouter enrich idempotentConsumer"
                                + " interceptFrom kamelet loadBalance loop marshal multicast onCompletion"
                                + " onFallback pausable pipeline policy poll pollEnrich process"
                                + " recipientList removeHeader removeHeaders removeProperty"
                                + " removeProperties resequence resumable rollback routingSlip saga"
                                + " sample script setExchangePattern setHeader setHeaders setProperty"
                                + " setVariables sort step threads throttle throwException toD tokenizer"
                                + " transacted transform transformDataType unmarshal validate wireTap"
                                + " when otherwise beans from route")
                        .split(" "));
    }

    @ParameterizedTest
    @Requirement({"SEC-91", "INT-55"})
    @MethodSource("foreignSteps")
    void no_other_step_is_taken(String step) {
        assertThat(check(kamelet("STEP", "- " + step + ": {name: x, expression: {constant: x}}")))
                .extracting(InputError::pointer)
                .contains("/" + FILE + STEPS + "/1/" + step);
    }

    private static final List<String> LANGUAGES =
            List.of(
                    "simple",
                    "csimple",
                    "groovy",
                    "method",
                    "ref",
                    "ognl",
                    "mvel",
                    "spel",
                    "joor",
                    "java",
                    "js",
                    "python",
                    "datasonnet",
                    "wasm",
                    "header",
                    "exchangeProperty",
                    "tokenize",
                    "xpath",
                    "xquery",
                    "xtokenize",
                    "hl7terser",
                    "jsonpath",
                    "language");

    private static final List<String> PLACES =
            List.of(
                    "- setBody: {EXPRESSION}",
                    "- setBody: {expression: {EXPRESSION}}",
                    "- setVariable: {name: x, EXPRESSION}",
                    "- filter: {EXPRESSION, steps: [{stop: {}}]}",
                    "- filter: {expression: {EXPRESSION}, steps: [{stop: {}}]}",
                    "- split: {EXPRESSION, steps: [{stop: {}}]}",
                    "- choice: {when: [{EXPRESSION, steps: [{stop: {}}]}]}",
                    "- choice: {when: [{expression: {EXPRESSION}, steps: [{stop: {}}]}]}",
                    "- choice: {when: [{constant: x, steps: [{stop: {}}]}], otherwise: {steps: [{setBody: {EXPRESSION}}]}}",
                    "- filter: {constant: x, steps: [{split: {constant: x, steps: [{setBody: {EXPRESSION}}]}}]}",
                    "- setBody: {constant: x, EXPRESSION}",
                    "- setBody: {expression: {constant: x, EXPRESSION}}",
                    "- setBody: {expression: {constant: x}, EXPRESSION}",
                    "- setBody: {constant: {expression: x, EXPRESSION}}",
                    "- to: {uri: 'device:ssh', parameters: {request: a, save: b}, EXPRESSION}",
                    "- log: {message: x, loggingLevel: DEBUG, EXPRESSION}",
                    "- stop: {EXPRESSION}");

    static Stream<Arguments> expressions() {
        return PLACES.stream()
                .flatMap(
                        place -> LANGUAGES.stream().map(language -> Arguments.of(place, language)));
    }

    @ParameterizedTest(name = "{1} in {0}")
    @Requirement({"SEC-91", "INT-55"})
    @MethodSource("expressions")
    void no_other_language_is_taken_at_any_place(String place, String language) {
        for (String form : List.of(language + ": x", language + ": {expression: x}")) {
            String text = kamelet("STEP", place.replace("EXPRESSION", form));
            assertThat(check(text))
                    .as(text)
                    .isNotEmpty()
                    .allSatisfy(
                            error ->
                                    assertThat(error.pointer())
                                            .startsWith("/" + FILE + STEPS + "/1/"));
        }
    }

    private static final List<String> TEXTS =
            List.of(
                    "$simple{sys.user.home}",
                    "$simple{sysenv.WALNUT_DB_KEY}",
                    "$simple{env:PATH}",
                    "$Simple{bean:x}",
                    "$init{x}init$",
                    "${body.getClass()}",
                    "${bodyAs(java.lang.Runtime)}",
                    "${mandatoryBodyAs(java.io.File)}",
                    "${type:java.lang.Runtime}",
                    "${ref:x}",
                    "${bean:x?method=y}",
                    "${camelContext}",
                    "${exchange}",
                    "${messageHistory}",
                    "${exchangeProperty.x.getClass()}",
                    "${header.x.getClass()}",
                    "${properties:x}",
                    "${propertiesExist:x}",
                    "${jq(env)}",
                    "${date:now}",
                    "{{env:WALNUT_DB_KEY}}",
                    "{{sys:user.home}}",
                    "{{?x}}",
                    "RAW(x)",
                    "RAW{x}",
                    "resource:file:/etc/passwd",
                    "#bean:x",
                    "#class:java.lang.Runtime",
                    "#type:java.lang.Runtime",
                    "#valueAs(int):1");

    private static final List<String> TEXT_PLACES =
            List.of(
                    "- setBody: {constant: 'TEXT'}",
                    "- setBody: {expression: {constant: {expression: 'TEXT'}}}",
                    "- setBody: {expression: {jq: {expression: '\"TEXT\"'}}}",
                    "- setBody: {variable: 'TEXT'}",
                    "- setVariable: {name: 'TEXT', constant: x}",
                    "- removeVariable: {name: 'TEXT'}",
                    "- removeVariable: 'TEXT'",
                    "- to: {uri: 'TEXT'}",
                    "- to: 'TEXT'",
                    "- to: {uri: 'device:ssh', parameters: {request: 'TEXT', save: b}}",
                    "- to: {uri: 'device:ssh', parameters: {'TEXT': x}}",
                    "- log: {message: 'TEXT', loggingLevel: DEBUG}",
                    "- log: 'TEXT'",
                    "- stop: {description: 'TEXT'}",
                    "- setBody: {id: 'TEXT', constant: x}",
                    "- setBody: {constant: {expression: x, 'TEXT': y}}",
                    "- filter: {jq: '.x == \"TEXT\"', steps: [{stop: {}}]}",
                    "- split: {jq: '[\"TEXT\"]', steps: [{stop: {}}]}",
                    "- choice: {when: [{jq: '.x == \"TEXT\"', steps: [{stop: {}}]}]}");

    static Stream<Arguments> texts() {
        return TEXT_PLACES.stream()
                .flatMap(place -> TEXTS.stream().map(text -> Arguments.of(place, text)));
    }

    @ParameterizedTest(name = "{1} in {0}")
    @Requirement({"SEC-91", "SEC-51", "INT-55"})
    @MethodSource("texts")
    void no_function_or_placeholder_is_taken_at_any_place(String place, String text) {
        String kamelet = kamelet("STEP", place.replace("TEXT", text));
        assertThat(check(kamelet))
                .as(kamelet)
                .isNotEmpty()
                .anySatisfy(
                        error -> {
                            assertThat(error.code()).isEqualTo("not_allowed");
                            assertThat(error.pointer()).startsWith("/" + FILE + STEPS + "/1/");
                        });
    }

    @Test
    @Requirement("SEC-91")
    void camel_is_given_what_was_understood_and_not_the_text() {
        List<InputError> errors = new ArrayList<>();
        KameletCheck.Checked checked =
                new KameletCheck()
                        .check(
                                FILE,
                                kamelet("STEP", "- setBody: {id: mine, jq: '.a'} # a comment"),
                                manifest,
                                errors);

        assertThat(errors).isEmpty();
        assertThat(checked.text())
                .contains("\"jq\":{\"expression\":\".a\"}")
                .doesNotContain("mine", "comment");
    }

    /** The command that validates, and the upload, read packages in one way. */
    @Test
    @Requirement("SEC-91")
    void validating_a_folder_and_an_upload_finds_the_same(@TempDir Path folder) throws Exception {
        Path kamelet = Path.of("kamelets/generic.ssh");
        try (Stream<Path> files = Files.list(kamelet)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path changed;
        try (Stream<Path> files = Files.list(folder)) {
            changed =
                    files.filter(file -> file.toString().endsWith(".kamelet.yaml"))
                            .sorted()
                            .findFirst()
                            .orElseThrow();
        }
        Files.writeString(
                changed,
                Files.readString(changed)
                        .replace(
                                "  template:\n",
                                "  dependencies: ['camel:exec']\n  template:\n"
                                        + "    beans: [{name: b, type: java.lang.Runtime}]\n"));

        PackageException refused =
                catchThrowableOfType(
                        PackageException.class,
                        () -> new PackageReader(Catalogue.load()).read(folder));

        assertThat(refused.errors())
                .extracting(InputError::pointer)
                .containsExactlyInAnyOrder(
                        "/" + changed.getFileName() + "/spec/dependencies",
                        "/" + changed.getFileName() + "/spec/template/beans");
    }
}
