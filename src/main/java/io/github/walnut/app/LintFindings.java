package io.github.walnut.app;

import io.github.walnut.cli.Local.Finding;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.routes.UserRoutes;
import io.github.walnut.ups.Severity;
import java.util.ArrayList;
import java.util.List;

/** What checks find against types, policies and routes, each in a line with its place. */
final class LintFindings {

    private final List<Finding> all = new ArrayList<>();

    List<Finding> all() {
        return List.copyOf(all);
    }

    /** How many are more than warnings. */
    long errors() {
        return all.stream()
                .filter(finding -> !finding.severity().equals(Severity.WARN.word()))
                .count();
    }

    void add(Severity severity, String where, String message) {
        all.add(new Finding(severity.word(), where, message));
    }

    /** Whatever keeps a type from being used. */
    void types(TypeRegistry types) {
        for (TypeRegistry.Entry entry : types.entries()) {
            entry.errors()
                    .forEach(
                            error ->
                                    add(
                                            Severity.ERROR,
                                            "type " + entry.id() + error.pointer(),
                                            error.message()));
        }
    }

    /** Warnings and errors; nothing of a policy that takes no part is more than a warning. */
    void policy(StoredPolicy policy, List<io.github.walnut.policy.Finding> findings) {
        String name = policy.policy() == null ? policy.id().toString() : policy.policy().name();
        document("policy " + name, policy.takesPart(), findings);
    }

    /** As {@link #policy}, for a document of routes. */
    void routes(UserRoutes.Checked checked) {
        document("routes " + checked.id(), checked.enabled(), checked.findings());
    }

    private void document(
            String where, boolean takesPart, List<io.github.walnut.policy.Finding> findings) {
        findings.stream()
                .filter(finding -> finding.severity().atLeast(Severity.WARN))
                .forEach(
                        finding ->
                                add(
                                        takesPart ? finding.severity() : Severity.WARN,
                                        where + finding.pointer(),
                                        finding.message()));
    }
}
