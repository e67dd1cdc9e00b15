package io.github.walnut.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TemplatesTest {

    private static final Instant AT = Instant.parse("2026-03-04T10:15:02Z");

    private static Notice notice(String name, Severity severity, boolean dryRun, boolean test) {
        return new Notice(
                name,
                null,
                false,
                severity,
                "rack1@lab",
                "7c1e",
                UUID.randomUUID(),
                null,
                null,
                "outage/1",
                dryRun,
                test,
                AT,
                "lost mains power",
                "rack1@lab lost mains power",
                "https://walnut.example/events",
                Map.of(
                        "ups",
                        Map.of(
                                "display_name",
                                "Rack",
                                "battery_percent",
                                92,
                                "time_left",
                                "14 min",
                                "next",
                                Map.of("policy_name", "stop VMs", "time_local", "10:17:32"))));
    }

    private static Channel channel(String kind, TemplateText own) {
        Channel usual = Channel.usual("phone", kind);
        return new Channel(
                usual.id(),
                kind,
                true,
                usual.minSeverity(),
                List.of(),
                List.of(),
                List.of(),
                null,
                own,
                usual.minInterval(),
                usual.ratePerMin(),
                usual.maxPerHour());
    }

    private static TemplateText written(
            Map<String, TemplateText> byName, Channel channel, Notice notice) {
        Templates.Written written = new Templates(byName, ZoneOffset.UTC).write(channel, notice);
        assertThat(written.json()).isNull();
        return new TemplateText(written.title(), written.text());
    }

    @Test
    @Requirement("NTF-3")
    void without_a_template_the_message_says_what_how_long_and_what_comes_next() {
        TemplateText text =
                written(
                        Map.of(),
                        channel("ntfy", null),
                        notice("mains_lost", Severity.WARN, false, false));
        assertThat(text.title()).isEqualTo("Warning: Rack lost mains power");
        assertThat(text.text().lines())
                .containsExactly(
                        "rack1@lab lost mains power",
                        "Charge 92 %",
                        "14 min left on battery",
                        "Next: stop VMs at 10:17:32",
                        "https://walnut.example/events");
    }

    @Test
    @Requirement("NTF-3")
    void the_template_of_the_channel_wins_then_the_nearest_name() {
        Map<String, TemplateText> byName =
                Map.of(
                        "*", new TemplateText("all", "all"),
                        "mains_*", new TemplateText("mains", null),
                        "mains_lost", new TemplateText("lost", null));
        Notice lost = notice("mains_lost", Severity.WARN, false, false);
        assertThat(written(byName, channel("ntfy", null), lost))
                .isEqualTo(new TemplateText("lost", "all"));
        assertThat(
                        written(
                                byName,
                                channel("ntfy", null),
                                notice("mains_returned", Severity.INFO, false, false)))
                .isEqualTo(new TemplateText("mains", "all"));
        assertThat(written(byName, channel("ntfy", new TemplateText(null, "own {{mode}}")), lost))
                .isEqualTo(new TemplateText("lost", "own live"));
    }

    @Test
    @Requirement("NTF-2")
    void no_template_hides_that_nothing_was_done_or_that_it_is_a_test() {
        Channel own = channel("ntfy", new TemplateText("x", "y"));
        assertThat(
                        written(Map.of(), own, notice("run.created", Severity.INFO, true, false))
                                .title())
                .isEqualTo("Dry-run: x");
        assertThat(written(Map.of(), own, notice("alarm", Severity.WARN, false, true)).title())
                .isEqualTo("TEST x");
    }

    @Test
    @Requirement("NTF-3")
    void what_is_longer_than_the_kind_takes_is_cut_at_a_line() {
        String line = "0123456789ü";
        Channel own = channel("discord", new TemplateText("t", (line + "\n").repeat(400)));
        TemplateText text = written(Map.of(), own, notice("alarm", Severity.WARN, false, false));
        assertThat(text.text()).endsWith(line + "\n… (235 more)");
        assertThat(text.text().length()).isLessThanOrEqualTo(2000);
        assertThat(
                        written(
                                        Map.of(),
                                        channel("ntfy", new TemplateText("t".repeat(300), "x")),
                                        notice("alarm", Severity.WARN, false, false))
                                .title())
                .hasSize(200)
                .endsWith("…");
    }

    @Test
    @Requirement("NTF-3")
    void values_in_the_own_body_of_a_webhook_stay_within_their_quotes() {
        Channel own = channel("webhook", new TemplateText(null, "{\"at\":\"{{event.attrs.x}}\"}"));
        Notice plain = notice("alarm", Severity.WARN, false, false);
        Notice evil =
                new Notice(
                        plain.name(),
                        null,
                        false,
                        Severity.WARN,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "t",
                        false,
                        false,
                        AT,
                        "t",
                        "m",
                        null,
                        Map.of("event", Map.of("attrs", Map.of("x", "\",\"a\":\n\\"))));
        Templates.Written written = new Templates(Map.of(), ZoneOffset.UTC).write(own, evil);
        assertThat(written.json()).isEqualTo("{\"at\":\"\\\",\\\"a\\\":\\u000a\\\\\"}");
        assertThat(written.text()).isEqualTo("m");
        assertThat(new Templates(Map.of(), ZoneOffset.UTC).write(channel("webhook", null), evil))
                .extracting(Templates.Written::json)
                .isNull();
    }

    @Test
    @Requirement("NTF-2")
    void a_channel_takes_what_is_grave_enough_and_passes_its_filters() {
        Channel usual = Channel.usual("phone", "ntfy");
        assertThat(usual.takes(notice("mains_lost", Severity.WARN, false, false))).isTrue();
        assertThat(usual.takes(notice("charging", Severity.INFO, false, false))).isFalse();
        assertThat(usual.takes(notice("mains_returned", Severity.INFO, false, false)))
                .as("who was told of the loss")
                .isTrue();
        assertThat(filtered(List.of("mains_*"), List.of(), List.of())).isTrue();
        assertThat(filtered(List.of("alarm"), List.of(), List.of())).isFalse();
        assertThat(filtered(List.of(), List.of("rack1@lab"), List.of())).isTrue();
        assertThat(filtered(List.of(), List.of("other@lab"), List.of())).isFalse();
        assertThat(filtered(List.of(), List.of(), List.of("7c1e"))).isTrue();
        assertThat(filtered(List.of(), List.of(), List.of("0000"))).isFalse();
    }

    private static boolean filtered(List<String> names, List<String> ups, List<String> policies) {
        return new Channel(
                        "phone",
                        "ntfy",
                        true,
                        Severity.WARN,
                        names,
                        ups,
                        policies,
                        null,
                        null,
                        Channel.INTERVAL,
                        10,
                        30)
                .takes(notice("mains_lost", Severity.WARN, false, false));
    }

    @Test
    @Requirement("NTF-6")
    void quiet_hours_go_past_midnight_and_belong_to_the_day_on_which_they_begin() {
        ZoneId zone = ZoneId.of("Europe/Zurich");
        Quiet night =
                new Quiet(
                        LocalTime.of(22, 0),
                        LocalTime.of(7, 0),
                        Set.of(java.time.DayOfWeek.FRIDAY),
                        Severity.ERROR);
        assertThat(night.at(Instant.parse("2026-03-06T21:30:00Z"), zone)).isTrue(); // Friday 22:30
        assertThat(night.at(Instant.parse("2026-03-07T05:59:00Z"), zone)).isTrue(); // Saturday 6:59
        assertThat(night.at(Instant.parse("2026-03-07T06:00:00Z"), zone)).isFalse();
        assertThat(night.at(Instant.parse("2026-03-06T05:00:00Z"), zone)).isFalse(); // Friday 6:00
        assertThat(night.at(Instant.parse("2026-03-07T21:30:00Z"), zone)).isFalse();
        assertThat(night.end(Instant.parse("2026-03-06T21:30:00Z"), zone))
                .isEqualTo(Instant.parse("2026-03-07T06:00:00Z"));
    }
}
