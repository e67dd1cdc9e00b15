package io.github.walnut.simulation;

import io.github.walnut.simulation.Scenario.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Answers what a client may ask without a login: VER, LIST and GET. */
final class Questions {

    private final SimulatedNutServer server;

    Questions(SimulatedNutServer server) {
        this.server = server;
    }

    String answer(String command, List<String> words, SimulatedUps ups, Fault fault) {
        return switch (command) {
            case "VER" -> "walNUT simulated NUT server";
            case "NETVER", "PROTVER" -> "1.3";
            case "HELP" ->
                    "Commands: HELP VER GET LIST SET INSTCMD LOGIN LOGOUT USERNAME PASSWORD STARTTLS";
            case "LIST" -> list(words, ups, fault);
            default -> "ERR UNKNOWN-COMMAND";
        };
    }

    void login(String ups, int change) {
        server.logins().merge(ups, change, Integer::sum);
    }

    private String list(List<String> words, SimulatedUps ups, Fault fault) {
        if (words.size() < 2) {
            return "ERR INVALID-ARGUMENT";
        }
        String what = words.get(1).toUpperCase(Locale.ROOT);
        if (what.equals("UPS")) {
            return block(
                    "UPS",
                    server.units().values().stream()
                            .map(
                                    unit ->
                                            "UPS "
                                                    + unit.name()
                                                    + " "
                                                    + Words.quoted(unit.description()))
                            .toList());
        }
        if (words.size() < 3) {
            return "ERR INVALID-ARGUMENT";
        }
        if (ups == null) {
            return "ERR UNKNOWN-UPS";
        }
        String unavailable = unavailable(fault);
        return switch (what) {
            case "VAR" ->
                    unavailable != null ? unavailable : variables("VAR", ups, ups.variables());
            case "RW" -> {
                Map<String, String> writable = new TreeMap<>(ups.variables());
                writable.keySet().retainAll(ups.writable());
                yield unavailable != null ? unavailable : variables("RW", ups, writable);
            }
            case "CMD" ->
                    block(
                            "CMD " + ups.name(),
                            ups.commands().stream()
                                    .map(command -> "CMD " + ups.name() + " " + command)
                                    .toList());
            case "CLIENT" -> block("CLIENT " + ups.name(), List.of());
            case "ENUM", "RANGE" ->
                    words.size() < 4
                            ? "ERR INVALID-ARGUMENT"
                            : block(what + " " + ups.name() + " " + words.get(3), List.of());
            default -> "ERR INVALID-ARGUMENT";
        };
    }

    private static String variables(String word, SimulatedUps ups, Map<String, String> variables) {
        return block(
                word + " " + ups.name(),
                variables.entrySet().stream()
                        .map(
                                v ->
                                        word
                                                + " "
                                                + ups.name()
                                                + " "
                                                + v.getKey()
                                                + " "
                                                + Words.quoted(v.getValue()))
                        .toList());
    }

    private static String block(String query, List<String> lines) {
        return "BEGIN LIST "
                + query
                + "\n"
                + (lines.isEmpty() ? "" : String.join("\n", lines) + "\n")
                + "END LIST "
                + query;
    }

    private static String unavailable(Fault fault) {
        return switch (fault) {
            case STALE -> "ERR DATA-STALE";
            case DRIVER_GONE -> "ERR DRIVER-NOT-CONNECTED";
            default -> null;
        };
    }

    String get(List<String> words, SimulatedUps ups, Fault fault) {
        if (words.size() < 3) {
            return "ERR INVALID-ARGUMENT";
        }
        if (ups == null) {
            return "ERR UNKNOWN-UPS";
        }
        String what = words.get(1).toUpperCase(Locale.ROOT);
        switch (what) {
            case "NUMLOGINS":
                return "NUMLOGINS "
                        + ups.name()
                        + " "
                        + server.logins().getOrDefault(ups.name(), 0);
            case "UPSDESC":
                return "UPSDESC " + ups.name() + " " + Words.quoted(ups.description());
            default:
                return words.size() < 4
                        ? "ERR INVALID-ARGUMENT"
                        : about(what, words.get(3), ups, fault);
        }
    }

    private static String about(String what, String name, SimulatedUps ups, Fault fault) {
        String unavailable = unavailable(fault);
        if (unavailable != null && what.equals("VAR")) {
            return unavailable;
        }
        String value = ups.variables().get(name);
        String named = what + " " + ups.name() + " " + name + " ";
        return switch (what) {
            case "VAR" -> value == null ? "ERR VAR-NOT-SUPPORTED" : named + Words.quoted(value);
            case "TYPE" ->
                    value == null
                            ? "ERR VAR-NOT-SUPPORTED"
                            : named
                                    + (ups.writable().contains(name)
                                            ? "RW STRING:64"
                                            : "STRING:64");
            case "DESC", "CMDDESC" -> named + Words.quoted("Description unavailable");
            default -> "ERR INVALID-ARGUMENT";
        };
    }
}
