package io.github.walnut.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Finding;
import io.github.walnut.ups.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Camel is given of a document that is fine. */
class RouteCheckTest {

    private static final String FULL =
            """
            - route:
                id: user-tell
                description: Tells of trouble
                from:
                  uri: walnut:event
                  parameters: {severity: warn, kind: "ups_on_battery,ups_low_battery"}
                  steps:
                    - setVariable: {name: what, simple: "${variable.kind} at ${date:now:HH:mm}"}
                    - setHeader: {name: who, expression: {jsonpath: {expression: $.subject.id}}}
                    - unmarshal: {json: {}}
                    - choice:
                        when:
                          - simple: "${variable.severity} == 'error' && ${header.who} contains 'rack'"
                            steps:
                              - log: {message: "${body}", loggingLevel: ERROR}
                          - jsonpath: "$.attrs[?(@.state == 'OB')]"
                            steps: [{stop: {}}]
                        otherwise:
                          steps: [{delay: {constant: 100}}, {throttle: {constant: 5, timePeriodMillis: 1000}}]
                    - marshal: {json: {}}
                    - split: {jsonpath: "$['a b'][*]", steps: [{removeHeader: who}]}
                    - removeHeaders: {pattern: "w*"}
                    - transform: {constant: '{"a":{"b":1}}'}
                    - filter: {simple: "${body} != null", steps: [{to: "log:mine?level=WARN"}]}
                    - to: {uri: "direct:user-act"}
            - route:
                id: user-act
                from:
                  uri: direct:user-act
                  steps:
                    - to: {uri: "walnut:dispatch", parameters: {policy: 0198c0de-0000-7000-8000-000000000001}}
            - route:
                id: user-clock
                from: {uri: "timer:clock?period=1m30s", steps: [{log: tick}]}
            """;

    private static final String XML =
            """
            <?xml version="1.0"?>
            <!-- the same, in short -->
            <routes xmlns="http://camel.apache.org/schema/xml-io">
              <route id="user-tell">
                <description>Tells of trouble</description>
                <from uri="walnut:event?severity=warn"/>
                <setHeader name="who"><jsonpath>$.subject.id</jsonpath></setHeader>
                <choice>
                  <when><simple>${header.who} == 'rack'</simple><stop/></when>
                  <when><simple>${body} contains 'OB'</simple><log message="${body}"/></when>
                  <otherwise><to uri="log:mine"/></otherwise>
                </choice>
                <marshal><json/></marshal>
              </route>
            </routes>
            """;

    private static CheckedRoutes read(String text, String media) {
        CheckedRoutes read = HostileRoutesTest.check().read(new RouteSource(text, media));
        assertThat(read.findings()).isEmpty();
        return read;
    }

    @Test
    @Requirement({"SEC-61", "SEC-62", "SEC-63"})
    void every_allowed_step_and_expression_is_accepted() {
        CheckedRoutes read = read(FULL, RouteSource.YAML);

        assertThat(read.ids()).containsExactly("user-tell", "user-act", "user-clock");
        assertThat(read.documentId()).isEqualTo("user-tell");
        assertThat(read.descriptions()).containsEntry("user-tell", "Tells of trouble");
        assertThat(read.camel().at("/2/route/from/uri").asText())
                .isEqualTo("timer:clock?period=90000");
        assertThat(read.camel().at("/0/route/from/uri").asText())
                .isEqualTo("walnut:event?kind=ups_on_battery,ups_low_battery&severity=warn");
    }

    @Test
    @Requirement("SEC-61")
    void camel_is_given_what_was_understood_and_no_more() {
        CheckedRoutes read = read(FULL, RouteSource.YAML);

        assertThat(read.camel().at("/0/route/description").isMissingNode()).isTrue();
        assertThat(read.camel().at("/0/route/from/steps/5/split/stopOnException").asBoolean())
                .isTrue();
        assertThat(
                        read.camel()
                                .at(
                                        "/0/route/from/steps/1/setHeader/expression/jsonpath/allowSimple")
                                .asBoolean(true))
                .isFalse();
    }

    @Test
    @Requirement("SEC-61")
    void xml_reads_to_the_tree_of_the_same_routes_in_yaml() {
        String yaml =
                """
                - route:
                    id: user-tell
                    from:
                      uri: walnut:event
                      parameters: {severity: warn}
                      steps:
                        - setHeader: {name: who, jsonpath: $.subject.id}
                        - choice:
                            when:
                              - {simple: "${header.who} == 'rack'", steps: [{stop: {}}]}
                              - {simple: "${body} contains 'OB'", steps: [{log: "${body}"}]}
                            otherwise: {steps: [{to: "log:mine"}]}
                        - marshal: {json: {}}
                """;

        assertThat(read(XML, RouteSource.XML).camel())
                .isEqualTo(read(yaml, RouteSource.YAML).camel());
    }

    @Test
    @Requirement("SEC-63")
    void a_connection_that_is_disabled_is_a_warning_at_its_place() {
        CheckedRoutes read =
                HostileRoutesTest.check()
                        .read(
                                new RouteSource(
                                        "- route: {id: user-a, from: {uri: 'timer:x', steps: [{to:"
                                                + " 'connection:asleep?request=tell'}]}}",
                                        RouteSource.YAML));

        assertThat(read.blocked()).isFalse();
        assertThat(read.findings())
                .extracting(Finding::severity, Finding::pointer, Finding::code)
                .containsExactly(
                        tuple(Severity.WARN, "/0/route/from/steps/0/to", "connection_disabled"));
        assertThat(read.camel().at("/0/route/from/steps/0/to/uri").asText())
                .isEqualTo("connection:asleep?request=tell");
    }

    @Test
    void a_single_route_may_stand_without_a_list() {
        assertThat(
                        read(
                                        "route: {id: user-a, from: {uri: 'timer:x', steps: []}}",
                                        RouteSource.YAML)
                                .ids())
                .isEqualTo(List.of("user-a"));
    }

    @Test
    void the_examples_of_the_handbook_are_accepted() throws IOException {
        String page = Files.readString(Path.of("docs/how-to/write-routes.md"));
        List<String> examples =
                Pattern.compile("(?s)```yaml\n(.*?)```")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .toList();

        assertThat(examples).hasSize(5).allSatisfy(text -> read(text, RouteSource.YAML));
    }
}
