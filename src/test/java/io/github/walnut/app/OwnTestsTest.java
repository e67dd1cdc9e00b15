package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.Clock;
import io.github.walnut.virtual.Catalogue;
import io.github.walnut.virtual.VirtualSite;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnTestsTest {

    private static final String DOCUMENT =
            """
            version: "2.0"
            name: Storage
            trigger: { type: ups.state, equals: LB }
            actions: [ { host_id: nas, capability: power.control, verb: shutdown } ]
            tests:
              - name: an outage alone is not enough
                given: { ups: { rack-b: { status: OL } }, targets: { "nas/host:nas": up } }
                when: [ { at: 5s, ups: { rack-b: { status: OB DISCHRG } } } ]
                then: { matches: MATCHES }
            """;

    private static final class Watch implements Clock {
        private Instant now = Instant.parse("2026-03-01T22:00:00Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long monotonicMillis() {
            return 0;
        }
    }

    private final Watch clock = new Watch();
    private final OwnTests tests =
            new OwnTests(
                    new VirtualSite(Catalogue.all()).host("nas", false), clock, ZoneOffset.UTC);

    @Test
    @Requirement("POL-90")
    void tests_are_played_once_for_a_document_and_again_each_night() {
        List<Finding> first = findings("1");
        assertThat(first).hasSize(1);
        assertThat(findings("1")).isSameAs(first);

        clock.now = clock.now.plus(Duration.ofHours(3));
        assertThat(findings("1")).hasSize(1).isNotSameAs(first);
    }

    @Test
    @Requirement("POL-90")
    void another_document_is_another_matter() {
        assertThat(findings("0")).isEmpty();
        assertThat(findings("1"))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.pointer()).isEqualTo("/tests/0");
                            assertThat(finding.phase()).isEqualTo("test");
                        });
    }

    private List<Finding> findings(String matches) {
        PolicyReading reading =
                new PolicyDocuments()
                        .read(DOCUMENT.replace("MATCHES", matches), "application/yaml");
        assertThat(reading.policy()).isNotNull();
        return tests.findings(reading);
    }
}
