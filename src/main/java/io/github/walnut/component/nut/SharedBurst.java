package io.github.walnut.component.nut;

import java.util.List;

/** The questions of several askers, sent together. Only questions: they may be repeated. */
final class SharedBurst {

    private final NutLink link;
    private final List<NutRequest> requests;
    private final NutLimits limits;

    SharedBurst(NutLink link, List<SessionJob.Questions> together) {
        this.link = link;
        this.requests = together.stream().flatMap(q -> q.requests().stream()).toList();
        this.limits =
                new NutLimits(
                        together.stream()
                                .mapToLong(q -> q.limits().requestTimeout())
                                .max()
                                .orElseThrow(),
                        together.stream()
                                .mapToInt(q -> q.limits().maxPipeline())
                                .min()
                                .orElseThrow());
    }

    /**
     * One answer for each request. A connection that turns out to have ended while idle is replaced
     * once.
     */
    List<NutAnswer> ask() throws NutException {
        boolean used = link.isOpen();
        NutConnection connection = link.connected();
        List<NutAnswer> answers = connection.askAll(requests, limits);
        if (used && answers.stream().allMatch(a -> failedWith(a, NutError.TRANSPORT))) {
            link.drop(connection.broken());
            answers = link.connected().askAll(requests, limits);
        }
        link.settle();
        if (answers.stream().allMatch(SharedBurst::forbidden)) {
            link.refused(((NutAnswer.Failed) answers.get(0)).error());
        }
        return answers;
    }

    private static boolean failedWith(NutAnswer answer, String word) {
        return answer instanceof NutAnswer.Failed failed && failed.error().word().equals(word);
    }

    private static boolean forbidden(NutAnswer answer) {
        return answer instanceof NutAnswer.Failed failed
                && failed.error().errorClass() == NutErrorClass.SECURITY;
    }
}
