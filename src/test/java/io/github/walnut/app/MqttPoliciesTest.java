package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.publish.PolicyPublications;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MqttPoliciesTest {

    private static final UUID ID = new UUID(1, 2);

    private final List<Boolean> got = new ArrayList<>();
    private MqttPolicies policies;

    /** As the matching does: it tells of a change while it keeps others from asking. */
    private Optional<Instant> dueAt(UUID id) {
        Thread matching = new Thread(policies::waitingChanged);
        matching.start();
        try {
            matching.join(TestLimits.WAIT_MILLIS);
            got.add(!matching.isAlive());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Optional.empty();
    }

    @Test
    @Requirement("MQ-16")
    void whoever_decides_never_waits_for_what_the_broker_is_told() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("id", ID.toString());
        policies =
                new MqttPolicies(
                        new PolicyPublications("w", Set::of, id -> Optional.empty()),
                        id -> Optional.of(shown),
                        this::dueAt,
                        new SystemClock());
        policies.changed(ID);
        assertThat(policies.due()).hasSize(1);
        policies.waitingChanged();
        policies.due();
        assertThat(got).hasSizeGreaterThanOrEqualTo(2).containsOnly(true);
    }
}
