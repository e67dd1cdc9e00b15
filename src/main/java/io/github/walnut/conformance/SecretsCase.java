package io.github.walnut.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** C15: neither the peer's secrets nor the canary stand in an answer or in the log. */
final class SecretsCase {

    private static final int SHORTEST = 6;

    private SecretsCase() {}

    /**
     * @param log lines that were written meanwhile
     */
    static Verdict of(Lab lab, List<String> log) {
        List<String> secrets = new ArrayList<>(List.of(ConnectionCase.CANARY));
        List<String> fields = new ArrayList<>(List.of("the canary"));
        for (Map.Entry<String, String> secret : lab.entered().entrySet()) {
            if (secret.getValue().length() >= SHORTEST) {
                secrets.add(secret.getValue().strip());
                fields.add(secret.getKey());
            }
        }
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < secrets.size(); i++) {
            String secret = secrets.get(i);
            if (lab.said().stream().anyMatch(text -> text.contains(secret))) {
                faults.add(fields.get(i) + " stands in an answer");
            }
            if (log.stream().anyMatch(text -> text.contains(secret))) {
                faults.add(fields.get(i) + " stands in the log");
            }
        }
        return faults.isEmpty()
                ? Verdict.passed(
                        "C15",
                        "secrets",
                        lab.said().size()
                                + " answers and "
                                + log.size()
                                + " lines of the log are without "
                                + String.join(", ", fields))
                : Verdict.failed("C15", "secrets", String.join("; ", faults));
    }
}
