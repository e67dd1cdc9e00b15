package io.github.walnut.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChannelQueueTest {

    private static final Duration SPAN = Duration.ofMillis(300); // 200 of them are a minute

    private final Bench bench = new Bench(UnaryOperator.identity());

    @Test
    @Requirement("NTF-5")
    void two_hundred_events_of_one_outage_in_a_minute_are_two_messages() {
        for (int i = 0; i < 200; i++) {
            bench.tell("alarm", "outage/1", Severity.WARN);
            bench.pass(SPAN);
        }
        bench.pass(Duration.ofMinutes(5));

        assertThat(bench.seconds()).containsExactly(0L, 60L);
        Letter digest = bench.lastArrived();
        assertThat(digest.title()).isEqualTo("Warning: 199 updates since 10:15:00");
        assertThat(digest.items()).hasSize(20);
        assertThat(digest.text().lines().toList())
                .hasSize(21)
                .startsWith("10:15:59 alarm")
                .endsWith("… (179 more)");
    }

    @Test
    @Requirement("NTF-5")
    void two_hundred_errors_in_a_minute_are_one_message_in_ten_seconds() {
        for (int i = 0; i < 200; i++) {
            bench.tell("critical", "outage/1", Severity.ERROR);
            bench.pass(SPAN);
        }
        bench.pass(Duration.ofMinutes(5));

        assertThat(bench.seconds()).containsExactly(0L, 10L, 20L, 30L, 40L, 50L, 60L);
        assertThat(bench.arrived.stream().mapToInt(each -> each.letter().count()).sum())
                .isEqualTo(200);
    }

    @Test
    @Requirement("NTF-5")
    void two_hundred_outages_in_a_minute_are_ten_messages_and_one_digest() {
        for (int i = 0; i < 200; i++) {
            bench.tell("mains_lost", "outage/" + i, Severity.WARN);
            bench.pass(SPAN);
        }
        bench.pass(Duration.ofMinutes(5));

        assertThat(bench.arrived).hasSize(11);
        assertThat(bench.lastArrived().count()).isEqualTo(190);
        assertThat(bench.seconds().get(10)).isEqualTo(60);
    }

    @Test
    @Requirement("NTF-5")
    void beyond_what_an_hour_may_have_only_errors_and_a_digest_each_quarter_go() {
        Bench busy =
                new Bench(
                        usual ->
                                new Channel(
                                        usual.id(),
                                        usual.kind(),
                                        true,
                                        Severity.INFO,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        null,
                                        null,
                                        Duration.ofSeconds(1),
                                        10,
                                        3));
        for (int i = 0; i < 30; i++) {
            busy.tell("alarm", "ups/" + i, Severity.WARN);
            busy.pass(Duration.ofMinutes(1));
        }
        assertThat(busy.seconds()).containsExactly(0L, 60L, 120L, 1020L);
        busy.tell("critical", "ups/1", Severity.ERROR);
        assertThat(busy.lastArrived().name()).isEqualTo("critical");
        assertThat(busy.arrived.get(3).letter().count()).isEqualTo(14);
    }

    @Test
    @Requirement("NTF-4")
    void what_does_not_arrive_is_sent_again_after_growing_pauses_for_a_day() {
        bench.refusal = new Bench.Refusal(true, null);
        Letter letter = bench.tell("mains_lost", "outage/1", Severity.WARN);
        bench.pass(Duration.ofMinutes(50));
        assertThat(bench.secondsOfAttempts()).startsWith(0L, 5L, 35L, 155L, 755L, 2555L).hasSize(6);
        assertThat(bench.attempts).allMatch(a -> a.letter().id().equals(letter.id()));
        bench.pass(Duration.ofHours(24));
        assertThat(bench.queue.size()).isZero();
        assertThat(bench.queue.takeChanged())
                .extracting(Letter::state)
                .containsExactly(Letter.State.EXPIRED);
        assertThat(bench.attempts).hasSize(52);
    }

    @Test
    @Requirement("NTF-4")
    void what_the_peer_refuses_is_not_sent_again() {
        bench.refusal = new Bench.Refusal(false, null);
        bench.tell("mains_lost", "outage/1", Severity.WARN);
        bench.pass(Duration.ofHours(1));
        assertThat(bench.attempts).hasSize(1);
        assertThat(bench.queue.takeChanged())
                .extracting(Letter::state)
                .containsExactly(Letter.State.FAILED);
    }

    @Test
    @Requirement("NTF-4")
    void the_peer_is_left_alone_as_long_as_it_asks_at_most_an_hour() {
        bench.refusal = new Bench.Refusal(true, Duration.ofSeconds(90));
        bench.tell("mains_lost", "outage/1", Severity.WARN);
        bench.tell("critical", "outage/1", Severity.ERROR);
        bench.pass(Duration.ofSeconds(100));
        assertThat(bench.secondsOfAttempts()).containsExactly(0L, 90L);
        bench.refusal = new Bench.Refusal(true, Duration.ofDays(1));
        bench.pass(Duration.ofHours(2));
        assertThat(bench.secondsOfAttempts()).containsExactly(0L, 90L, 180L, 3780L);
    }

    @Test
    @Requirement("NTF-5")
    void what_could_not_be_delivered_joins_the_next_digest() {
        bench.refusal = new Bench.Refusal(true, null);
        Letter first = bench.tell("mains_lost", "outage/1", Severity.WARN);
        bench.pass(Duration.ofSeconds(3));
        bench.tell("alarm", "outage/2", Severity.WARN);
        bench.refusal = null;
        bench.pass(Duration.ofMinutes(1));

        assertThat(bench.seconds()).containsExactly(5L);
        assertThat(bench.lastArrived().id()).isNotEqualTo(first.id());
        assertThat(bench.lastArrived().title()).isEqualTo("Warning: 2 updates since 10:15:00");
        assertThat(bench.lastArrived().text()).isEqualTo("10:15:03 alarm\n10:15:00 mains_lost");
        assertThat(bench.queue.takeChanged())
                .extracting(Letter::state)
                .containsExactlyInAnyOrder(
                        Letter.State.MERGED, Letter.State.MERGED, Letter.State.SENT);
    }

    @Test
    @Requirement("NTF-4")
    void an_error_does_not_wait_for_half_an_hour_after_vain_attempts() {
        bench.refusal = new Bench.Refusal(true, null);
        bench.tell("mains_lost", "outage/1", Severity.WARN);
        bench.pass(Duration.ofMinutes(20));
        int before = bench.attempts.size();
        bench.refusal = null;
        bench.tell("critical", "outage/1", Severity.ERROR);
        assertThat(bench.attempts).hasSize(before + 1);
        assertThat(bench.lastArrived().count()).isEqualTo(2);
    }

    @Test
    @Requirement("NTF-7")
    void five_vain_attempts_in_a_row_make_a_channel_failing_until_one_arrives() {
        bench.refusal = new Bench.Refusal(true, null);
        bench.tell("mains_lost", "outage/1", Severity.WARN);
        bench.pass(Duration.ofSeconds(700));
        assertThat(bench.failing).isZero();
        bench.pass(Duration.ofSeconds(100));
        assertThat(bench.failing).isEqualTo(1);
        assertThat(bench.queue.failing()).isTrue();
        bench.refusal = null;
        bench.pass(Duration.ofHours(1));
        assertThat(bench.restored).isEqualTo(1);
        assertThat(bench.queue.failing()).isFalse();
    }

    @Test
    @Requirement("NTF-4")
    void of_more_than_a_thousand_the_oldest_of_the_mildest_give_way() {
        bench.refusal = new Bench.Refusal(true, Duration.ofHours(1));
        bench.tell("mains_lost", "outage/0", Severity.ERROR);
        Letter mild = bench.tell("charging", "ups/1", Severity.INFO);
        for (int i = 0; i < 1_000; i++) {
            bench.tell("alarm", "outage/" + i, Severity.WARN);
        }
        assertThat(bench.queue.size()).isEqualTo(ChannelQueue.MOST);
        List<Letter> dropped =
                bench.queue.takeChanged().stream()
                        .filter(letter -> letter.state() == Letter.State.DROPPED)
                        .toList();
        assertThat(dropped).hasSize(2);
        assertThat(dropped.get(0).id()).isEqualTo(mild.id());
        assertThat(dropped.get(1).topic()).isEqualTo("outage/0");
        assertThat(dropped.get(1).severity()).isEqualTo(Severity.WARN);
    }

    @Test
    @Requirement("NTF-6")
    void quiet_hours_keep_what_is_not_grave_and_end_with_one_digest() {
        Bench night = new Bench(usual -> quiet(usual, LocalTime.of(10, 0), LocalTime.of(12, 0)));
        night.tell("alarm", "ups/a", Severity.WARN);
        night.pass(Duration.ofMinutes(1));
        night.tell("mains_lost", "outage/1", Severity.WARN);
        night.tell("low_battery", "outage/2", Severity.ERROR);
        assertThat(night.seconds()).containsExactly(60L);
        assertThat(night.lastArrived().name()).isEqualTo("low_battery");
        night.pass(Duration.ofMinutes(4));
        night.tell("unstable_mains", "outage/1", Severity.WARN);
        night.queue.ended(
                "outage/1", new Letter.Item(night.now(), Severity.INFO, "outage of 4 min"));
        night.pass(Duration.ofHours(3));

        assertThat(night.arrived).hasSize(2);
        assertThat(night.seconds().get(1)).isEqualTo(Duration.ofMinutes(105).toSeconds());
        assertThat(night.lastArrived().text())
                .isEqualTo("10:20:00 outage of 4 min\n10:15:00 alarm");
        assertThat(night.lastArrived().title()).isEqualTo("Warning: 2 updates since 10:15:00");
    }

    private static Channel quiet(Channel usual, LocalTime from, LocalTime to) {
        return new Channel(
                usual.id(),
                usual.kind(),
                true,
                usual.minSeverity(),
                List.of(),
                List.of(),
                List.of(),
                new Quiet(from, to, Set.of(), Severity.ERROR),
                null,
                usual.minInterval(),
                usual.ratePerMin(),
                usual.maxPerHour());
    }

    @Test
    @Requirement("NTF-4")
    void what_was_under_way_when_the_process_ended_goes_again_with_its_id() {
        Letter was = bench.letter("mains_lost", "outage/1", Severity.WARN).attempted(Bench.START);
        Letter waited = bench.letter("alarm", "outage/1", Severity.WARN);
        Letter other = bench.letter("alarm", "ups/2", Severity.WARN);
        bench.queue.restore(List.of(waited, was, other));
        bench.work();
        assertThat(bench.arrived.get(0).letter().id()).isEqualTo(was.id());
        assertThat(bench.arrived.get(0).letter().attempts()).isEqualTo(2);
        bench.pass(Duration.ofMinutes(2));
        assertThat(bench.arrived).hasSize(2);
        assertThat(bench.lastArrived().count()).isEqualTo(2);
    }

    @Test
    @Requirement("NTF-5")
    void a_message_that_was_never_sent_can_be_replaced() {
        bench.refusal = new Bench.Refusal(true, Duration.ofSeconds(60));
        bench.tell("alarm", "ups/1", Severity.WARN);
        Letter lost = bench.tell("mains_lost", "outage/1", Severity.WARN);
        assertThat(bench.queue.unsent("mains_lost", "outage/1")).contains(lost);
        bench.queue.replace(lost, bench.letter("mains_returned", "outage/1", Severity.WARN));
        bench.refusal = null;
        bench.pass(Duration.ofMinutes(2));
        assertThat(bench.arrived).hasSize(1);
        assertThat(bench.lastArrived().text()).isEqualTo("10:15:00 alarm\n10:15:00 mains_returned");
    }

    /**
     * @param steps each a message of one of four matters and severities, and what passes after it
     */
    @Property(tries = 200)
    @Requirement({"NTF-4", "NTF-5"})
    void everything_is_told_once_whatever_the_peer_does(
            @ForAll @Size(max = 60) List<@IntRange(max = 999) Integer> steps) {
        Bench any = new Bench(UnaryOperator.identity());
        int told = 0;
        for (int step : steps) {
            any.refusal = step % 5 == 0 ? new Bench.Refusal(true, null) : null;
            any.tell("alarm", "outage/" + step % 4, Severity.values()[step % 3]);
            told++;
            any.pass(Duration.ofSeconds(step % 90));
        }
        any.refusal = null;
        any.pass(Duration.ofHours(3));

        assertThat(any.queue.size()).isZero();
        assertThat(any.arrived.stream().mapToInt(each -> each.letter().count()).sum())
                .isEqualTo(told);
        assertThat(any.arrived.stream().map(each -> each.letter().id())).doesNotHaveDuplicates();
    }

    @Test
    void a_channel_that_is_off_sends_nothing() {
        bench.queue.use(
                new Channel(
                        "phone",
                        "ntfy",
                        false,
                        Severity.WARN,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        Channel.INTERVAL,
                        10,
                        30),
                bench.templates);
        bench.tell("mains_lost", "outage/1", Severity.ERROR);
        bench.pass(Duration.ofHours(1));
        assertThat(bench.attempts).isEmpty();
        assertThat(bench.queue.size()).isEqualTo(1);
    }
}
