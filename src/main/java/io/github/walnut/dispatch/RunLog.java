package io.github.walnut.dispatch;

import io.github.walnut.run.Run;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;

/** While it is open, lines that the thread logs carry the run and its correlation. */
public final class RunLog implements AutoCloseable {

    private static final String RUN = "run_id";
    private static final String CORRELATION = "correlation_id";
    private static final String POLICY = "policy";
    private static final String UPS = "ups";

    private final List<MDC.MDCCloseable> open;

    private RunLog(List<MDC.MDCCloseable> open) {
        this.open = open;
    }

    public static RunLog of(Run run) {
        List<MDC.MDCCloseable> open = new ArrayList<>();
        put(open, RUN, run.id());
        put(open, CORRELATION, run.correlationId());
        put(open, POLICY, run.policyId());
        put(open, UPS, run.upsId());
        return new RunLog(open);
    }

    private static void put(List<MDC.MDCCloseable> open, String name, Object value) {
        if (value != null) {
            open.add(MDC.putCloseable(name, value.toString()));
        }
    }

    @Override
    public void close() {
        open.forEach(MDC.MDCCloseable::close);
    }
}
