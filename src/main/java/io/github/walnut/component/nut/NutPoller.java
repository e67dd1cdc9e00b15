package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Carries out the rounds of one consumer and hands each result over. */
final class NutPoller {

    private final UpsRoster roster;
    private final UpsRound round;
    private final NutHost host;
    private final NutServer server;
    private final Consumer<UpsPoll> result;

    NutPoller(
            UpsRoster roster,
            UpsRound round,
            NutHost host,
            NutServer server,
            Consumer<UpsPoll> result) {
        this.roster = roster;
        this.round = round;
        this.host = host;
        this.server = server;
        this.result = result;
    }

    void full() {
        roster.refresh(PollKind.FULL).forEach(result);
        run(roster.watches().stream().map(watch -> UpsQuestion.of(watch, PollKind.FULL)).toList());
    }

    /**
     * Only those UPSs for which there is a reason; while none is known, that is one to ask for the
     * list.
     */
    void fast() {
        if (roster.watches().isEmpty()) {
            full();
            return;
        }
        long now = host.clock().monotonicMillis();
        List<UpsWatch> alerted =
                roster.watches().stream().filter(watch -> alerted(watch, now)).toList();
        run(alerted.stream().map(watch -> UpsQuestion.of(watch, PollKind.FAST)).toList());
    }

    /** At once, because somebody has seen something; it stays alerted for a while. */
    void poked(Set<String> names) {
        long now = host.clock().monotonicMillis();
        List<UpsWatch> known =
                roster.watches().stream().filter(watch -> names.contains(watch.ups())).toList();
        known.forEach(watch -> watch.alert(now));
        run(known.stream().map(watch -> UpsQuestion.of(watch, PollKind.FAST)).toList());
    }

    private boolean alerted(UpsWatch watch, long now) {
        if (host.alert(server, watch.ups())) {
            watch.alert(now);
        }
        return watch.alerted(now);
    }

    private void run(List<UpsQuestion> questions) {
        long now = host.clock().monotonicMillis();
        List<UpsQuestion> asked = new ArrayList<>();
        for (UpsQuestion question : questions) {
            NutError refusal = question.watch().resting(now);
            if (refusal == null) {
                asked.add(question);
            } else {
                took(question.failed(refusal, host.clock().wallMillis()));
            }
        }
        if (!asked.isEmpty()) {
            round.run(asked, this::took);
        }
    }

    private void took(UpsPoll poll) {
        UpsWatch watch = roster.find(poll.ups());
        if (watch != null) {
            watch.polled(poll, host.clock().monotonicMillis());
        }
        if (!poll.good() && poll.error().word().equals("UNKNOWN-UPS")) {
            roster.doubt();
        }
        result.accept(poll);
    }
}
