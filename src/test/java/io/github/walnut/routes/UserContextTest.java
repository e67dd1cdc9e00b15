package io.github.walnut.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.component.walnut.ConnectionSender;
import io.github.walnut.component.walnut.Outgoing;
import io.github.walnut.component.walnut.Signal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The context of operators' routes: what runs in it, and what cannot. */
@Timeout(600)
class UserContextTest {

    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final List<ConnectionSender.Wish> wishes =
            Collections.synchronizedList(new ArrayList<>());
    private UserContext context;

    @BeforeEach
    void start() throws Exception {
        context =
                new UserContext(
                        new Outgoing(
                                (route, policy, ups) -> {
                                    started.add(route + " " + policy + " " + ups);
                                    return policy;
                                },
                                (route, channel, severity, text) ->
                                        started.add(
                                                route + " " + channel + " " + severity + " "
                                                        + text),
                                wish -> {
                                    wishes.add(wish);
                                    return new ConnectionSender.Sent(
                                            HostileRoutesTest.POLICY, true);
                                }),
                        Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private void add(String yaml) throws Exception {
        CheckedRoutes checked =
                HostileRoutesTest.check().read(new RouteSource(yaml, RouteSource.YAML));
        assertThat(checked.findings()).isEmpty();
        context.add(checked);
    }

    private static Signal event(String severity, String body) {
        return new Signal("event", Map.of("severity", severity, "kind", "ups_on_battery"), body);
    }

    private RouteCounts counts(String id) {
        return context.routes().find(id).orElseThrow().counts();
    }

    @Test
    @Requirement("SEC-63")
    void an_event_runs_through_every_kind_of_step() throws Exception {
        add(
                """
                - route:
                    id: user-tell
                    from:
                      uri: walnut:event?severity=warn
                      steps:
                        - setHeader: {name: who, jsonpath: $.subject.id}
                        - setVariable: {name: what, simple: "${variable.kind}/${date:now:yyyy}"}
                        - unmarshal: {json: {}}
                        - split:
                            jsonpath: "$.list[?(@.n > 1)]"
                            steps: [{marshal: {json: {}}}, {to: "log:part"}, {delay: {constant: 1}}]
                        - marshal: {json: {}}
                        - choice:
                            when:
                              - simple: "${header.who} == 'rack@lab' && ${variable.severity} contains 'err'"
                                steps: [{to: direct:user-act}]
                            otherwise: {steps: [{stop: {}}]}
                        - throttle: {constant: 10, timePeriodMillis: 100}
                        - removeHeaders: {pattern: "*"}
                        - transform: {constant: done}
                - route:
                    id: user-act
                    from:
                      uri: direct:user-act
                      steps:
                        - to: walnut:dispatch?policy=0198c0de-0000-7000-8000-000000000001&ups=rack@lab
                        - log: "${variable.run_id} of ${variable.what}"
                """);

        context.tell(event("info", "{}"));
        context.tell(
                event(
                        "error",
                        "{\"subject\":{\"id\":\"rack@lab\"},\"list\":[{\"n\":1},{\"n\":2}]}"));

        await().until(() -> counts("user-tell").total() == 1);
        assertThat(counts("user-tell").lastFailure()).isNull();
        assertThat(started)
                .containsExactly("user-act 0198c0de-0000-7000-8000-000000000001 rack@lab");
    }

    @Test
    @Requirement("SEC-63")
    void a_timer_beats_on_the_same_threads() throws Exception {
        add(
                "- route: {id: user-t, from: {uri: 'timer:t?period=1s&delay=0&repeatCount=1',"
                        + " steps: [{log: '${variable.count}'}]}}");

        await().until(() -> counts("user-t").total() == 1);
    }

    @Test
    @Requirement("SEC-63")
    void people_are_told_what_the_route_says() throws Exception {
        add(
                """
                - route:
                    id: user-say
                    from:
                      uri: walnut:event
                      steps:
                        - setBody: {simple: "It is ${variable.severity}"}
                        - to: {uri: "walnut:notify", parameters: {channel: phone, severity: info}}
                        - to: walnut:notify
                """);

        context.tell(event("error", "{}"));

        await().until(() -> started.size() == 2);
        assertThat(started)
                .containsExactly(
                        "user-say phone info It is error", "user-say null warn It is error");
    }

    @Test
    @Requirement({"SEC-63", "SEC-50"})
    void a_connection_gets_body_and_variables_and_gives_back_its_run_and_nothing_else()
            throws Exception {
        add(
                """
                - route:
                    id: user-send
                    from:
                      uri: walnut:event
                      steps:
                        - setHeader: {name: secret-header, constant: stays}
                        - setBody: {constant: hello}
                        - to: {uri: "connection:hook", parameters: {request: tell}}
                        - to: {uri: "connection:broker", parameters: {topic: "walnut/{kind}/state", qos: 2, retain: true}}
                        - to: walnut:notify
                        - setBody: {simple: "${variable.run_id} ${variable.mode} ${header.secret-header}"}
                        - to: walnut:notify
                """);

        context.tell(event("error", "{}"));

        await().until(() -> started.size() == 2);
        assertThat(started)
                .containsExactly(
                        "user-send null warn hello",
                        "user-send null warn " + HostileRoutesTest.POLICY + " live stays");
        assertThat(wishes)
                .extracting(ConnectionSender.Wish::connection, ConnectionSender.Wish::options)
                .containsExactly(
                        tuple("hook", Map.of("request", "tell")),
                        tuple(
                                "broker",
                                Map.of(
                                        "topic",
                                        "walnut/{kind}/state",
                                        "qos",
                                        "2",
                                        "retain",
                                        "true")));
        assertThat(wishes.get(0).body()).isEqualTo("hello");
        assertThat(wishes.get(0).variables())
                .containsEntry("kind", "ups_on_battery")
                .doesNotContainValue("stays");
    }

    @ParameterizedTest
    @Requirement({"SEC-64", "SEC-52"})
    @ValueSource(
            strings = {
                "file:/tmp", "http://localhost", "https://x", "seda:x", "bean:x",
                "class:java.lang.Runtime", "sql:select 1", "kamelet:x", "device:ssh", "helper:x",
                "nut:x@y", "ssh:x", "netty:tcp://x:1", "paho-mqtt5:x", "platform-http:/x",
                "language:simple:x", "ref:x", "scheduler:x", "rest:get:x", "mock:x",
                "controlbus:route?routeId=x&action=stop", "stub:x", "dataset:x", "xslt:x"
            })
    void no_other_component_exists_there(String uri) {
        assertThatThrownBy(() -> context.camel().getEndpoint(uri))
                .isInstanceOf(NoSuchEndpointException.class);
    }

    @ParameterizedTest
    @Requirement("SEC-64")
    @ValueSource(
            strings = {
                "bean",
                "jq",
                "ref",
                "header",
                "exchangeProperty",
                "method",
                "groovy",
                "csimple",
                "tokenize",
                "xpath",
                "file",
                "variable"
            })
    void no_other_language_exists_there(String language) {
        assertThatThrownBy(() -> context.camel().resolveLanguage(language))
                .isInstanceOf(org.apache.camel.NoSuchLanguageException.class);
    }

    @ParameterizedTest
    @Requirement({"SEC-64", "SEC-51"})
    @ValueSource(
            strings = {
                "{{env:PATH}}",
                "{{sys:user.name}}",
                "{{service:x}}",
                "{{bean:x}}",
                "{{PATH}}",
                "{{user.name}}"
            })
    void no_placeholder_is_resolved_there(String text) {
        assertThatThrownBy(() -> context.camel().resolvePropertyPlaceholders(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @Requirement("SEC-64")
    @ValueSource(strings = {"file:/etc/passwd", "classpath:logback.xml", "http://localhost/x"})
    void no_resource_can_be_read_there(String uri) {
        assertThatThrownBy(() -> ResourceHelper.resolveMandatoryResource(context.camel(), uri))
                .hasMessageContaining("no resource can be read here");
        assertThat(context.camel().resolveDataFormat("jackson")).isNotNull();
        assertThat(context.camel().resolveDataFormat("yaml-snakeyaml")).isNull();
        assertThat(context.camel().getRegistry().findByType(Object.class))
                .allMatch(org.apache.camel.spi.VariableRepository.class::isInstance);
    }

    @Test
    @Requirement("SEC-64")
    void a_route_out_of_time_ends() throws Exception {
        add(
                """
                - route:
                    id: user-slow
                    from:
                      uri: walnut:event
                      steps:
                        - delay: {constant: 9000}
                        - delay: {constant: 9000}
                        - log: never
                """);
        context.tell(event("info", "{}"));

        await().atMost(TestLimits.WAIT).until(() -> counts("user-slow").failed() == 1);
        assertThat(counts("user-slow").lastMillis()).isGreaterThanOrEqualTo(9_000.0);
    }

    @Test
    @Requirement("SEC-64")
    void a_route_that_grows_ends() throws Exception {
        add(
                "- route: {id: user-grow, from: {uri: walnut:event, steps: ["
                        + "{setBody: {simple: '${body}${body}${body}${body}'}}, ".repeat(40)
                        + "{log: never}]}}");
        context.tell(event("info", "0123456789"));

        await().until(() -> counts("user-grow").failed() == 1);
        assertThat(counts("user-grow").lastFailure().message()).contains("grew beyond");
    }

    @Test
    @Requirement("SEC-64")
    void what_floods_is_dropped_and_nobody_waits() throws Exception {
        add(
                "- route: {id: user-flood, from: {uri: walnut:event,"
                        + " steps: [{delay: {constant: 9000}}]}}");
        for (int i = 0; i < 20_000; i++) {
            context.tell(event("info", "{}"));
        }
        assertThat(context.dropped()).isGreaterThan(15_000);
        assertThat(
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().matches("user-route-\\d+")))
                .hasSizeLessThanOrEqualTo(4);
    }

    @Test
    @Requirement("SEC-64")
    void what_was_removed_runs_no_more() throws Exception {
        add("- route: {id: user-x, from: {uri: walnut:event, steps: [{log: x}]}}");
        assertThat(context.heard("event")).isTrue();

        context.remove(List.of("user-x"));

        assertThat(context.heard("event")).isFalse();
        assertThat(context.routes().all()).isEmpty();
        add("- route: {id: user-x, from: {uri: walnut:sample, steps: [{log: x}]}}");
        assertThat(context.routes().find("user-x")).isPresent();
    }
}
