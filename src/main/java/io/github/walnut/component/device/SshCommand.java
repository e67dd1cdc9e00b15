package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a command line. Words that a shell would read as more than themselves are quoted;
 * arguments of a template must match a grammar that has no such words (INT-40).
 */
record SshCommand(String line) {

    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9._:@/-]{1,256}");
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9._:@/=+,%-]+");
    private static final Pattern PLACE = Pattern.compile("\\{([1-9])}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** From {@code [words]} or {@code {template, args}}. */
    static SshCommand of(JsonNode command) throws DeviceException {
        if (command.isArray() && !command.isEmpty()) {
            return words(texts(command));
        }
        if (command.path("template").isTextual()) {
            return template(command.path("template").textValue(), texts(command.path("args")));
        }
        throw invalid(
                "A command is a list of words or a template, not " + command.getNodeType() + ".");
    }

    private static SshCommand words(List<String> words) throws DeviceException {
        List<String> quoted = new ArrayList<>();
        for (String word : words) {
            if (CONTROL.matcher(word).find()) {
                throw invalid("A word of the command holds a control character.");
            }
            quoted.add(BARE.matcher(word).matches() ? word : quote(word));
        }
        return new SshCommand(String.join(" ", quoted));
    }

    private static SshCommand template(String template, List<String> arguments)
            throws DeviceException {
        if (template.isBlank() || CONTROL.matcher(template).find()) {
            throw invalid("The prepared command is empty or holds a control character.");
        }
        for (String argument : arguments) {
            if (!ARGUMENT.matcher(argument).matches()) {
                throw invalid(
                        "Argument "
                                + (arguments.indexOf(argument) + 1)
                                + " of the command may hold letters, digits and . _ : @ / - only.");
            }
        }
        Set<Integer> places =
                PLACE.matcher(template)
                        .results()
                        .map(SshCommand::place)
                        .collect(Collectors.toCollection(HashSet::new));
        if (places.size() != arguments.size()
                || places.stream().anyMatch(n -> n > arguments.size())) {
            throw invalid(
                    "The prepared command takes "
                            + places.size()
                            + " arguments, not "
                            + arguments.size()
                            + ".");
        }
        return new SshCommand(
                PLACE.matcher(template)
                        .replaceAll(
                                match ->
                                        Matcher.quoteReplacement(
                                                quote(arguments.get(place(match) - 1)))));
    }

    private static int place(MatchResult match) {
        return Integer.parseInt(match.group(1));
    }

    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static DeviceException invalid(String message) {
        return DeviceException.of("validation", "command_invalid", message);
    }
}
