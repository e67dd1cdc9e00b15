package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.JsonJournal;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The process dies at each write of the journal in turn, just before it and just after it. */
class CrashTest {

    private static final Duration ENOUGH = Duration.ofMinutes(20);

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private record Story(String name, Function<Site, RunRequest> request, boolean blind) {}

    private static final List<Story> STORIES =
            List.of(
                    new Story(
                            "idempotent",
                            site ->
                                    site.live(
                                            ActionDraft.vm("clients", "pve", "shutdown"),
                                            ActionDraft.vm("storage", "nas", "shutdown").stage(1)),
                            false),
                    new Story(
                            "readable",
                            site -> site.live(outlet("pve"), outlet("nas").stage(1)),
                            false),
                    new Story(
                            "reboot",
                            site -> site.live(ActionDraft.vm("again", "pve", "reboot")),
                            false),
                    new Story("blind", site -> site.live(mail("pve"), mail("nas").stage(1)), true));

    @TempDir Path folder;

    @TestFactory
    @Requirement({"EXE-42", "EXE-44", "EXE-45", "EXE-94", "INT-47"})
    Stream<DynamicTest> nothing_is_lost_and_nothing_doubled() {
        return STORIES.stream()
                .flatMap(story -> Stream.of(true, false).flatMap(arrives -> kills(story, arrives)));
    }

    private Stream<DynamicTest> kills(Story story, boolean ordersArrive) {
        int writes = writes(story);
        assertThat(writes).isGreaterThan(3);
        return Stream.iterate(1, n -> n <= writes, n -> n + 1)
                .flatMap(
                        n ->
                                Stream.of(true, false)
                                        .map(before -> kill(story, ordersArrive, n, before)));
    }

    private DynamicTest kill(Story story, boolean ordersArrive, int write, boolean before) {
        String name =
                story.name()
                        + (ordersArrive ? ", orders arrive" : ", orders are lost")
                        + (before ? ", before write " : ", after write ")
                        + write;
        return DynamicTest.dynamicTest(
                name,
                () -> {
                    Path file = folder.resolve(name.replaceAll("[^a-z0-9]+", "-") + ".journal");
                    Station station = station(new JsonJournal(file), ordersArrive);
                    boolean accepted = dies(station, story, write, before);
                    station.killAndBoot();
                    station.pass(ENOUGH);
                    check(station, story, accepted);
                });
    }

    /** One series really goes through a file; the others through text in memory. */
    private JsonJournal journal(Story story, boolean ordersArrive, String name) {
        return story.blind() && ordersArrive
                ? new JsonJournal(folder.resolve(name.replaceAll("[^a-z0-9]+", "-") + ".journal"))
                : new JsonJournal();
    }

    private static int writes(Story story) {
        Station station = station(new JsonJournal(), true);
        station.start(story.request().apply(station.site));
        station.pass(ENOUGH);
        check(station, story, true);
        return station.journal.writes();
    }

    /** True when the start had returned before the process died. */
    private static boolean dies(Station station, Story story, int write, boolean before) {
        station.journal.fault(
                (number, committed) -> {
                    if (number == write && committed != before) {
                        throw new Killed();
                    }
                });
        boolean accepted = false;
        try {
            station.start(story.request().apply(station.site));
            accepted = true;
            station.pass(ENOUGH);
            throw new AssertionError("write " + write + " never came");
        } catch (Killed e) {
            return accepted;
        }
    }

    private static void check(Station station, Story story, boolean accepted) {
        List<Run> runs = station.journal.all();
        if (accepted) {
            assertThat(runs).hasSize(1);
        }
        assertThat(runs).allSatisfy(run -> assertThat(run.state().terminal()).isTrue());
        assertThat(station.journal.unfinished()).isEmpty();
        assertThat(station.law.broken()).isEmpty();
        assertThat(doubled(station)).isEmpty();
        runs.forEach(run -> check(station, story, run));
        if (runs.isEmpty()) {
            assertThat(station.world.deeds()).isEmpty();
        }
    }

    private static void check(Station station, Story story, Run run) {
        for (Step step : station.steps(run.id())) {
            long done =
                    station.world.deeds().stream()
                            .filter(deed -> deed.hostId().equals(step.target().hostId()))
                            .filter(deed -> deed.targetId().equals(step.target().id()))
                            .count();
            if (story.blind()) {
                assertThat(step.state()).isIn(StepState.CONFIRMED, StepState.UNKNOWN);
                assertThat(done).isLessThanOrEqualTo(1);
                if (step.state() == StepState.UNKNOWN) {
                    assertThat(station.told).contains("IN_DOUBT " + step.target().id());
                } else {
                    assertThat(done).isEqualTo(1);
                }
            } else if (step.verb().equals("reboot")) {
                assertThat(step.state())
                        .isIn(StepState.CONFIRMED, StepState.UNKNOWN, StepState.TIMED_OUT);
            } else {
                assertThat(step.state()).isEqualTo(StepState.CONFIRMED);
                assertThat(done).isEqualTo(1);
            }
        }
    }

    private static List<String> doubled(Station station) {
        return station.world.deeds().stream()
                .collect(
                        Collectors.groupingBy(
                                deed -> deed.hostId() + "/" + deed.targetId(),
                                Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 1)
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    private static Station station(JsonJournal journal, boolean ordersArrive) {
        Site site = new Site();
        for (String host : List.of("pve", "nas")) {
            site.add(host).vm(host, "1").vm(host, "2").target(host, "outlet", "1", false, false);
        }
        Station station = new Station(site);
        station.journal = journal;
        VirtualWorld world = station.world.effectOnArrival(ordersArrive);
        for (String host : List.of("pve", "nas")) {
            world.put(host, "vm:1", "running");
            world.put(host, "vm:2", "running");
            world.put(host, "outlet:1", "on");
        }
        return station.boot();
    }

    private static ActionDraft outlet(String host) {
        return ActionDraft.of("cut-" + host, host, "outlet.power", "off", "outlet");
    }

    private static ActionDraft mail(String host) {
        return ActionDraft.of("tell-" + host, host, "notify.send", "send", "host");
    }
}
