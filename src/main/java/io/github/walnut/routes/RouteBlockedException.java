package io.github.walnut.routes;

import io.github.walnut.policy.Finding;
import java.util.List;

/** A document was refused; nothing has changed. */
public final class RouteBlockedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    RouteBlockedException(List<Finding> findings) {
        super(findings.get(0).message(), null, false, false);
        this.findings = List.copyOf(findings);
    }

    /** Worst first. */
    public List<Finding> findings() {
        return findings;
    }
}
