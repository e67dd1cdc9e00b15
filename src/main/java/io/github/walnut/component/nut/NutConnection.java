package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.List;

/** An open connection, logged in as far as reading needs it. Used by one thread. */
final class NutConnection implements AutoCloseable {

    private static final long EXTRA_MILLIS_PER_REQUEST = 50;

    private final NutWire wire;
    private final RoundTrip roundTrip;
    private NutError broken;
    private Boolean tracking;

    NutConnection(NutWire wire, RoundTrip roundTrip) {
        this.wire = wire;
        this.roundTrip = roundTrip;
    }

    NutServer server() {
        return wire.server();
    }

    NutWire wire() {
        return wire;
    }

    /** Why this connection cannot be used any more, or null. */
    NutError broken() {
        return broken;
    }

    /** True when it broke, or when the server has sent something that nobody asked for. */
    boolean spoiled() {
        try {
            return broken != null || wire.hasStrayBytes();
        } catch (NutException e) {
            broken = e.error();
            return true;
        }
    }

    NutAnswer ask(NutRequest request, long requestTimeout) {
        return burst(List.of(request), requestTimeout).get(0);
    }

    /**
     * Asks everything: lists in bursts, single values one after another where that is quicker.
     *
     * @return one answer for each request, in order
     */
    List<NutAnswer> askAll(List<NutRequest> requests, NutLimits limits) {
        boolean lists = requests.stream().anyMatch(NutRequest::isList);
        if (!lists && roundTrip.prefersOneByOne(requests.size(), limits.maxPipeline())) {
            return oneByOne(requests, limits.requestTimeout());
        }
        List<NutAnswer> answers = new ArrayList<>(requests.size());
        for (int from = 0; from < requests.size(); from += limits.maxPipeline()) {
            int to = Math.min(requests.size(), from + limits.maxPipeline());
            answers.addAll(burst(requests.subList(from, to), limits.requestTimeout()));
        }
        return answers;
    }

    /** {@code SET TRACKING ON}, once; false where the server does not offer it. */
    boolean trackingOn(long requestTimeout) throws NutException {
        if (tracking == null) {
            NutAnswer answer = ask(NutRequest.trackingOn(), requestTimeout);
            if (broken != null) {
                answer.orThrow();
            }
            tracking = answer instanceof NutAnswer.Text;
        }
        return tracking;
    }

    @Override
    public void close() {
        wire.close();
    }

    private List<NutAnswer> burst(List<NutRequest> requests, long requestTimeout) {
        return within(requests, requestTimeout, answers -> exchange(requests, answers));
    }

    private List<NutAnswer> oneByOne(List<NutRequest> requests, long requestTimeout) {
        return within(
                requests,
                requestTimeout,
                answers -> {
                    for (NutRequest request : requests) {
                        exchange(List.of(request), answers);
                    }
                });
    }

    @FunctionalInterface
    private interface Exchange {
        void into(List<NutAnswer> answers) throws NutException;
    }

    /**
     * What is not answered when the time is over, or when something goes wrong, has failed; the
     * rest counts.
     */
    private List<NutAnswer> within(
            List<NutRequest> requests, long requestTimeout, Exchange exchange) {
        List<NutAnswer> answers = new ArrayList<>(requests.size());
        if (broken == null) {
            try {
                wire.within(limitOf(requests.size(), requestTimeout), () -> exchange.into(answers));
            } catch (NutException e) {
                broken = e.error();
                wire.close();
            }
        }
        while (answers.size() < requests.size()) {
            answers.add(new NutAnswer.Failed(broken));
        }
        return answers;
    }

    private static long limitOf(int requests, long requestTimeout) {
        return requests == 1
                ? requestTimeout
                : requestTimeout + EXTRA_MILLIS_PER_REQUEST * requests;
    }

    private void exchange(List<NutRequest> requests, List<NutAnswer> answers) throws NutException {
        long sent = System.nanoTime();
        wire.send(requests);
        for (NutRequest request : requests) {
            answers.add(wire.receive(request));
            if (request == requests.get(0) && !request.isList()) {
                roundTrip.measured(System.nanoTime() - sent);
            }
        }
        refuseStrayBytes(requests.get(requests.size() - 1), answers);
    }

    /** Bytes after the last answer make that answer doubtful: it is taken back. */
    private void refuseStrayBytes(NutRequest last, List<NutAnswer> answers) throws NutException {
        if (wire.hasStrayBytes()) {
            answers.remove(answers.size() - 1);
            throw new NutException(
                    NutError.PROTOCOL,
                    "%s sent more than the answer to %s".formatted(server(), last));
        }
    }
}
