package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Polls several UPSs at once. A UPS whose answer broke the connection is asked after the others and
 * alone from then on, so that it cannot keep them from being heard.
 */
final class UpsRound {

    private static final int MOST_SUSPECTS = 8;

    private final NutSession session;
    private final NutLimits limits;
    private final NutHost host;
    private final Set<String> suspects = new LinkedHashSet<>();

    UpsRound(NutSession session, NutLimits limits, NutHost host) {
        this.session = session;
        this.limits = limits;
        this.host = host;
    }

    void run(List<UpsQuestion> questions, Consumer<UpsPoll> result) {
        List<UpsQuestion> trusted = questions.stream().filter(q -> !suspected(q)).toList();
        List<UpsQuestion> doubtful = questions.stream().filter(this::suspected).toList();
        if (!trusted.isEmpty()) {
            ask(trusted, result);
        }
        doubtful.forEach(question -> ask(List.of(question), result));
    }

    private boolean suspected(UpsQuestion question) {
        return suspects.contains(question.watch().ups());
    }

    private void ask(List<UpsQuestion> questions, Consumer<UpsPoll> result) {
        long asked = host.clock().monotonicMillis();
        List<NutAnswer> answers =
                session.ask(
                        questions.stream().flatMap(q -> q.requests().stream()).toList(), limits);
        List<UpsPoll> polls = new ArrayList<>(questions.size());
        long at = host.clock().wallMillis();
        boolean broken = false;
        int from = 0;
        for (UpsQuestion question : questions) {
            int to = from + question.requests().size();
            UpsPoll poll = question.read(answers.subList(from, to), asked, at);
            broken = judge(question, poll, broken);
            polls.add(poll);
            from = to;
        }
        polls.forEach(result);
    }

    /** The first that broke the connection is to blame for those after it. */
    private boolean judge(UpsQuestion question, UpsPoll poll, boolean brokenBefore) {
        if (poll.good()) {
            suspects.remove(poll.ups());
            return brokenBefore;
        }
        boolean breaks =
                poll.error().errorClass() == NutErrorClass.PROTOCOL
                        || poll.error().word().equals(NutError.TIMEOUT);
        if (breaks && !brokenBefore) {
            suspect(poll.ups());
            countCut(question, poll.error());
        }
        return brokenBefore || breaks;
    }

    private void suspect(String ups) {
        suspects.add(ups);
        if (suspects.size() > MOST_SUSPECTS) {
            Iterator<String> oldest = suspects.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private void countCut(UpsQuestion question, NutError error) {
        if (error.runOver() != null && question.watch().singleValues().cut(error.runOver())) {
            host.tell(
                    new NutServerEvent.VariableDropped(
                            session.server(), question.watch().ups(), error.runOver()));
        }
    }
}
