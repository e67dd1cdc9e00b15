package io.github.walnut.conformance;

import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** C14 and C16: listeners of the kit in the place of the peer, silent and hostile. */
final class BadPeerCases {

    /** What a call may take, unless a test is in more of a hurry. */
    static final long BUDGET_MILLIS = 2_000;

    /** How late it may end. */
    static final long GRACE_MILLIS = 1_000;

    /** Unreachable: no greeting of the protocol ever came. */
    private static final Set<ErrorClass> BOUNDED =
            Set.of(ErrorClass.PROTOCOL, ErrorClass.UNAVAILABLE, ErrorClass.UNREACHABLE);

    private static final String DEADLINE = "deadline";
    private static final String HOSTILE = "hostile peer";
    private static final String ELSEWHERE =
            "no field of the connection leads over TCP to another peer";

    private final Lab lab;
    private final boolean reads;
    private final long budgetMillis;
    private final long graceMillis;

    /**
     * @param reads the peer's own answer is what its inventory is made of
     * @param budgetMillis of each call
     * @param graceMillis how late it may end
     */
    BadPeerCases(Lab lab, boolean reads, long budgetMillis, long graceMillis) {
        this.lab = lab;
        this.reads = reads;
        this.budgetMillis = budgetMillis;
        this.graceMillis = graceMillis;
    }

    private record Answer(DriverResult result, long millis, boolean late) {}

    Verdict deadline() {
        if (Elsewhere.config(lab, 1).isEmpty()) {
            return Verdict.skipped("C14", DEADLINE, ELSEWHERE);
        }
        Answer answer = asked(BadPeer.Manner.SILENCE);
        String seen = "a silent peer: " + word(answer) + " after " + answer.millis() + " ms";
        return answer.late() || answer.result().ok()
                ? Verdict.failed("C14", DEADLINE, seen + " of " + budgetMillis)
                : Verdict.passed("C14", DEADLINE, seen);
    }

    Verdict hostile() {
        if (Elsewhere.config(lab, 1).isEmpty()) {
            return Verdict.skipped("C16", HOSTILE, ELSEWHERE);
        }
        List<String> seen = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (BadPeer.Manner manner : manners()) {
            Answer answer = asked(manner);
            String what = manner.name().toLowerCase(java.util.Locale.ROOT) + ": " + word(answer);
            boolean bad = answer.late() || !bounded(manner, answer.result());
            (bad ? faults : seen).add(what + " after " + answer.millis() + " ms");
        }
        if (lab.said().stream().anyMatch(text -> text.contains("\u001b"))) {
            faults.add("what steers a terminal came through");
        }
        return faults.isEmpty()
                ? Verdict.passed("C16", HOSTILE, String.join(", ", seen))
                : Verdict.failed("C16", HOSTILE, String.join(", ", faults));
    }

    private List<BadPeer.Manner> manners() {
        List<BadPeer.Manner> manners =
                new ArrayList<>(
                        List.of(
                                BadPeer.Manner.FLOOD,
                                BadPeer.Manner.TRICKLE,
                                BadPeer.Manner.GARBAGE));
        if (Elsewhere.http(lab)) {
            manners.add(BadPeer.Manner.REDIRECT);
        }
        return manners;
    }

    /** A byte a second may as well end by the clock; a type that reads no body may be content. */
    private boolean bounded(BadPeer.Manner manner, DriverResult result) {
        if (result.ok()) {
            return !reads && manner != BadPeer.Manner.REDIRECT;
        }
        ErrorClass error = result.error().errorClass();
        return BOUNDED.contains(error)
                || manner == BadPeer.Manner.TRICKLE && error == ErrorClass.TIMEOUT;
    }

    private static String word(Answer answer) {
        return answer.result().ok() ? "ok" : answer.result().error().errorClass().word();
    }

    private Answer asked(BadPeer.Manner manner) {
        try (BadPeer peer = new BadPeer(manner, Elsewhere.http(lab))) {
            Map<String, Object> config = Elsewhere.config(lab, peer.port()).orElseThrow();
            String id = "bad-" + manner.name().toLowerCase(java.util.Locale.ROOT);
            Host host = lab.host(id, config, lab.entered());
            long began = System.nanoTime();
            DriverResult result =
                    reads ? lab.inventory(host, false, budgetMillis) : lab.test(host, budgetMillis);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            return new Answer(result, millis, millis > budgetMillis + graceMillis);
        } catch (IOException e) {
            throw new UncheckedIOException("the kit cannot listen on loopback", e);
        }
    }

    /** The same connection, to another place. */
    private static final class Elsewhere {
        private static final Set<String> DATAGRAMS = Set.of("wol", "snmp", "ipmi");

        private Elsewhere() {}

        static Optional<Map<String, Object>> config(Lab lab, int port) {
            Map<String, Object> moved = new LinkedHashMap<>(lab.config());
            boolean datagrams = DATAGRAMS.containsAll(lab.type().manifest().transports().keySet());
            boolean found = false;
            for (Map.Entry<String, Object> field : moved.entrySet()) {
                String format = lab.format(field.getKey());
                if (format.equals("uri")) {
                    field.setValue(
                            field.getValue()
                                    .toString()
                                    .replaceFirst(
                                            "^([A-Za-z0-9+.-]+)://[^/?#]*",
                                            "$1://127.0.0.1:" + port));
                    found = true;
                } else if (format.equals("host") && !field.getKey().equals("broadcast")) {
                    field.setValue("127.0.0.1");
                    found |= moved.containsKey("port");
                }
            }
            moved.computeIfPresent("port", (name, known) -> port);
            return found && !datagrams ? Optional.of(moved) : Optional.empty();
        }

        static boolean http(Lab lab) {
            return lab.config().values().stream()
                    .anyMatch(value -> value.toString().startsWith("http://"));
        }
    }
}
