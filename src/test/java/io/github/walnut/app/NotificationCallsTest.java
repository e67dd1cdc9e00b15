package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.notify.Letter;
import io.github.walnut.security.ActionLink.Action;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which messages carry links, and when these are made. */
@Requirement("NTF-8")
class NotificationCallsTest {

    private static final Instant NOW = Instant.parse("2026-05-02T08:12:49Z");
    private static final UUID RUN = UUID.randomUUID();
    private static final String URL = "https://walnut.example/api/links/wnl_H";

    private final List<Map<String, Object>> sent = new ArrayList<>();
    private final List<UUID> asked = new ArrayList<>();
    private List<ActionLinkDesk.Made> made =
            List.of(new ActionLinkDesk.Made(Action.HOLD, "Hold", URL));

    private final NotificationCalls calls =
            new NotificationCalls(
                    id ->
                            new Host(
                                    id,
                                    0,
                                    id,
                                    "notify",
                                    Map.of("kind", "ntfy"),
                                    Map.of(),
                                    true,
                                    Host.State.CONNECTED,
                                    null,
                                    false,
                                    null),
                    call -> {
                        sent.add(call.params());
                        throw new IllegalStateException("heard");
                    });

    {
        calls.offer(
                (run, channel) -> {
                    asked.add(run);
                    assertThat(channel).isEqualTo("phone");
                    return made;
                });
    }

    private static Letter letter(String name, UUID run, Map<String, Object> data, int items) {
        Letter.Item item = new Letter.Item(NOW, Severity.INFO, "Lab runs");
        return new Letter(
                UUID.randomUUID(),
                "phone",
                null,
                run,
                name,
                "run/" + RUN,
                Severity.INFO,
                "Info: Lab runs",
                "Lab runs",
                null,
                data,
                Collections.nCopies(items, item),
                0,
                Letter.State.SENDING,
                1,
                NOW,
                NOW,
                null,
                null);
    }

    private static Map<String, Object> hold(Object run) {
        return Map.of("data", Map.of("attrs", Map.of("details", Map.of("run_id", run))));
    }

    private Object linksOf(Letter letter) {
        assertThat(catchThrowable(() -> calls.send(letter))).hasMessage("heard");
        return sent.get(sent.size() - 1).get("links");
    }

    @Test
    void a_message_about_one_run_carries_those_that_hold_when_it_goes() {
        Letter begun = letter("run.created", RUN, Map.of(), 1);
        assertThat(linksOf(begun))
                .isEqualTo(List.of(Map.of("action", "hold", "label", "Hold", "url", URL)));
        made = List.of();
        assertThat(linksOf(begun)).isNull();
        assertThat(asked).containsExactly(RUN, RUN);
        assertThat(begun.toString()).doesNotContain("wnl_");
    }

    @Test
    void one_about_the_hold_of_a_run_does_too_and_one_about_several_things_does_not() {
        assertThat(linksOf(letter("hold_ending", null, hold(RUN.toString()), 1))).isNotNull();
        assertThat(linksOf(letter("hold_ended", null, hold(RUN.toString()), 1))).isNull();
        assertThat(linksOf(letter("hold_started", null, Map.of(), 1))).isNull();
        assertThat(linksOf(letter("mains_lost", null, hold(RUN.toString()), 1))).isNull();
        assertThat(linksOf(letter("digest", RUN, Map.of(), 2))).isNull();
        assertThat(asked).containsExactly(RUN);
    }
}
