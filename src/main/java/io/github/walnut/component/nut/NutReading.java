package io.github.walnut.component.nut;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations that change nothing: list and get. */
final class NutReading {

    private final NutSession session;
    private final NutLimits limits;

    NutReading(NutSession session, NutLimits limits) {
        this.session = session;
        this.limits = limits;
    }

    /** A map for ups, var and rw; a list of text for the others. */
    Object list(NutArguments arguments) throws NutException {
        String what = arguments.what() == null ? "" : arguments.what();
        return switch (what) {
            case "ups" -> map(NutRequest.listUps());
            case "var" -> map(NutRequest.listVariables(arguments.ups()));
            case "rw" -> map(NutRequest.listWritable(arguments.ups()));
            case "cmd" -> names(NutRequest.listCommands(arguments.ups()));
            case "client" -> names(NutRequest.listClients(arguments.ups()));
            case "enum" -> names(NutRequest.listChoices(arguments.ups(), arguments.variable()));
            case "range" -> ranges(NutRequest.listRanges(arguments.ups(), arguments.variable()));
            default ->
                    throw new IllegalArgumentException(
                            "what '"
                                    + what
                                    + "': expected ups, var, rw, cmd, client, enum or range to list");
        };
    }

    String get(NutArguments arguments) throws NutException {
        String ups = arguments.ups();
        String what = arguments.what();
        if (what == null) {
            return ask(NutRequest.getVariable(ups, arguments.variable()));
        }
        return switch (what) {
            case "numlogins" -> ask(NutRequest.get("NUMLOGINS", ups));
            case "upsdesc" -> ask(NutRequest.get("UPSDESC", ups));
            case "type" -> ask(NutRequest.get("TYPE", ups, arguments.variable()));
            case "desc" -> ask(NutRequest.get("DESC", ups, arguments.variable()));
            case "cmddesc" -> ask(NutRequest.get("CMDDESC", ups, arguments.command()));
            default ->
                    throw new IllegalArgumentException(
                            "what '"
                                    + what
                                    + "': expected numlogins, upsdesc, type, desc or cmddesc to get");
        };
    }

    private String ask(NutRequest request) throws NutException {
        return session.ask(request, limits).text();
    }

    private Map<String, String> map(NutRequest request) throws NutException {
        Map<String, String> map = new LinkedHashMap<>();
        session.ask(request, limits).rows().forEach(row -> map.put(row.name(), row.value()));
        return map;
    }

    private List<String> names(NutRequest request) throws NutException {
        return session.ask(request, limits).rows().stream().map(NutAnswer.Row::name).toList();
    }

    /** Each as lower and upper end with a blank between. */
    private List<String> ranges(NutRequest request) throws NutException {
        return session.ask(request, limits).rows().stream()
                .map(row -> row.name() + " " + row.value())
                .toList();
    }
}
