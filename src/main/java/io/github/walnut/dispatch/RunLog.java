package io.github.walnut.dispatch;

import io.github.walnut.run.Run;
import java.util.List;
import org.slf4j.MDC;

/** While it is open, lines that the thread logs carry the run and its correlation. */
public final class RunLog implements AutoCloseable {

    private static final String RUN = "run_id";
    private static final String CORRELATION = "correlation_id";

    private final List<MDC.MDCCloseable> open;

    private RunLog(List<MDC.MDCCloseable> open) {
        this.open = open;
    }

    public static RunLog of(Run run) {
        return new RunLog(
                List.of(
                        MDC.putCloseable(RUN, run.id().toString()),
                        MDC.putCloseable(CORRELATION, String.valueOf(run.correlationId()))));
    }

    @Override
    public void close() {
        open.forEach(MDC.MDCCloseable::close);
    }
}
