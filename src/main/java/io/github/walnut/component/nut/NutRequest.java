package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One line to a server and the form of its answer.
 *
 * @param text as sent, without the line end
 * @param shown for messages: no quotes, no secret
 * @param form of the answer
 * @param echo the words that the answer must repeat
 */
record NutRequest(String text, String shown, Form form, List<String> echo) {

    enum Form {
        /** One line of free text. */
        TEXT,
        /** One line that starts with OK. */
        OK,
        /** One line: the echo, then the value. */
        VALUE,
        /** A list of rows: the echo, a name, a value. */
        NAMED_ROWS,
        /** A list of rows: the echo, then one value. */
        ROWS
    }

    static NutRequest version() {
        return new NutRequest("VER", "VER", Form.TEXT, List.of());
    }

    static NutRequest protocolVersion() {
        return new NutRequest("NETVER", "NETVER", Form.TEXT, List.of());
    }

    static NutRequest startTls() {
        return ok(List.of("STARTTLS"));
    }

    static NutRequest username(String name) {
        return ok(List.of("USERNAME"), name);
    }

    static NutRequest password(String password) {
        return new NutRequest(
                "PASSWORD " + NutQuoting.quote(password), "PASSWORD ***", Form.OK, List.of());
    }

    static NutRequest login(String ups) {
        return ok(List.of("LOGIN"), ups);
    }

    static NutRequest logout() {
        return ok(List.of("LOGOUT"));
    }

    static NutRequest primary(String ups) {
        return ok(List.of("PRIMARY"), ups);
    }

    static NutRequest master(String ups) {
        return ok(List.of("MASTER"), ups);
    }

    static NutRequest forcedShutdown(String ups) {
        return ok(List.of("FSD"), ups);
    }

    static NutRequest trackingOn() {
        return ok(List.of("SET", "TRACKING", "ON"));
    }

    /** The answer is a bare word: PENDING, SUCCESS; or ERR and a word. */
    static NutRequest tracking(String id) {
        return new NutRequest(
                "GET TRACKING " + NutQuoting.quote(id), "GET TRACKING " + id, Form.TEXT, List.of());
    }

    static NutRequest set(String ups, String variable, String value) {
        return ok(List.of("SET", "VAR"), ups, variable, value);
    }

    static NutRequest command(String ups, String command, String parameter) {
        return parameter == null
                ? ok(List.of("INSTCMD"), ups, command)
                : ok(List.of("INSTCMD"), ups, command, parameter);
    }

    static NutRequest listUps() {
        return of("LIST", Form.NAMED_ROWS, "UPS");
    }

    static NutRequest listVariables(String ups) {
        return of("LIST", Form.NAMED_ROWS, "VAR", ups);
    }

    static NutRequest listWritable(String ups) {
        return of("LIST", Form.NAMED_ROWS, "RW", ups);
    }

    static NutRequest listCommands(String ups) {
        return of("LIST", Form.ROWS, "CMD", ups);
    }

    static NutRequest listClients(String ups) {
        return of("LIST", Form.ROWS, "CLIENT", ups);
    }

    static NutRequest listChoices(String ups, String variable) {
        return of("LIST", Form.ROWS, "ENUM", ups, variable);
    }

    static NutRequest listRanges(String ups, String variable) {
        return of("LIST", Form.NAMED_ROWS, "RANGE", ups, variable);
    }

    static NutRequest getVariable(String ups, String variable) {
        return of("GET", Form.VALUE, "VAR", ups, variable);
    }

    /**
     * @param word NUMLOGINS, UPSDESC, TYPE, DESC or CMDDESC
     */
    static NutRequest get(String word, String... arguments) {
        List<String> echo = new ArrayList<>(List.of(word));
        echo.addAll(List.of(arguments));
        return of("GET", Form.VALUE, echo.toArray(String[]::new));
    }

    boolean isList() {
        return form == Form.NAMED_ROWS || form == Form.ROWS;
    }

    /** Never {@link #text}, which may hold a password. */
    @Override
    public String toString() {
        return shown;
    }

    private static NutRequest ok(List<String> words, String... arguments) {
        String command = String.join(" ", words);
        return new NutRequest(
                line(command, List.of(arguments)), plain(command, arguments), Form.OK, List.of());
    }

    private static NutRequest of(String verb, Form form, String... echo) {
        List<String> arguments = List.of(echo).subList(1, echo.length);
        return new NutRequest(
                line(verb + " " + echo[0], arguments), plain(verb, echo), form, List.of(echo));
    }

    private static String line(String command, List<String> arguments) {
        return arguments.stream()
                .map(a -> " " + NutQuoting.quote(a))
                .collect(Collectors.joining("", command, ""));
    }

    private static String plain(String command, String... arguments) {
        return arguments.length == 0 ? command : command + " " + String.join(" ", arguments);
    }
}
