package io.github.walnut.conformance;

import io.github.walnut.integration.HostTester;
import io.github.walnut.run.ErrorClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** C03: right credentials pass, wrong ones and a wrong key or certificate do not. */
final class ConnectionCase {

    static final String CANARY = "canary-of-the-conformance-kit-6f1c";

    private static final String ID = "C03";
    private static final String NAME = "test";

    /** Where a type keeps what it trusts, and a value that is of the form and nobody's. */
    private static final Map<String, String> STRANGERS =
            Map.of("host_key", "SHA256:" + "A".repeat(43), "tls_pin_sha256", "a1".repeat(32));

    private final Lab lab;

    ConnectionCase(Lab lab) {
        this.lab = lab;
    }

    /** Whether anything else can be asked of the peer. */
    record Played(Verdict verdict, boolean connected) {}

    Played play() {
        HostTester.Report right = lab.test(lab.peer());
        if (!right.success()) {
            return new Played(Verdict.failed(ID, NAME, trouble(right)), false);
        }
        List<String> seen = new ArrayList<>(List.of("the connection works"));
        String wrong = credentials(seen);
        String stranger = wrong == null ? trust(seen) : null;
        String failure = wrong == null ? stranger : wrong;
        return new Played(
                failure == null
                        ? Verdict.passed(ID, NAME, String.join(", ", seen))
                        : Verdict.failed(ID, NAME, failure),
                true);
    }

    private static String trouble(HostTester.Report report) {
        Object print = report.details().get("fingerprint");
        return report.errorClass().word()
                + ": "
                + report.message()
                + (print == null
                        ? ""
                        : " It shows " + print + ": compare it, then give it by --set");
    }

    /** What is wrong, or null. One attempt only: accounts are locked for less. */
    private String credentials(List<String> seen) {
        Map<String, String> wrong = new LinkedHashMap<>(lab.entered());
        wrong.replaceAll((field, value) -> value.startsWith("-----BEGIN") ? value : CANARY);
        if (wrong.equals(lab.entered())) {
            seen.add("no credential that could be wrong was given");
            return null;
        }
        HostTester.Report report = lab.test(lab.host("stranger", lab.config(), wrong));
        if (report.errorClass() != ErrorClass.UNAUTHENTICATED) {
            return "wrong credentials are answered "
                    + (report.success() ? "as right ones" : report.errorClass().word())
                    + ", expected unauthenticated";
        }
        seen.add("wrong credentials are refused");
        return null;
    }

    private String trust(List<String> seen) {
        Map<String, Object> other = new LinkedHashMap<>(lab.config());
        STRANGERS.forEach((field, value) -> other.computeIfPresent(field, (f, known) -> value));
        if (other.equals(lab.config())) {
            seen.add("no key or certificate is pinned");
            return null;
        }
        HostTester.Report report = lab.test(lab.host("impostor", other, lab.entered()));
        boolean shown = report.steps().stream().anyMatch(s -> "authenticate".equals(s.get("step")));
        if (report.errorClass() != ErrorClass.UNTRUSTED || shown) {
            return "another key or certificate than the peer's is answered "
                    + (report.success() ? "as the right one" : report.errorClass().word())
                    + (shown ? " after the credentials were shown" : "")
                    + ", expected untrusted before";
        }
        seen.add("another key or certificate is refused before any credential");
        return null;
    }
}
