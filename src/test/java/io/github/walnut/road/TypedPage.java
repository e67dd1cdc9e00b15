package io.github.walnut.road;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation as somebody follows it: files to save, and commands (behind {@code $}
 * in indented blocks) with what the page shows below them.
 */
final class TypedPage {

    private static final Pattern SAVE = Pattern.compile("Save as `([^`]+)`");

    /** One thing to do. */
    sealed interface Step permits Save, Type {}

    record Save(String file, String text) implements Step {}

    /**
     * @param shown lines that the page shows; none where it shows nothing
     */
    record Type(String command, List<String> shown) implements Step {}

    private final List<Step> steps = new ArrayList<>();
    private final List<String> lines;
    private int at;

    private TypedPage(List<String> lines) {
        this.lines = lines;
    }

    /** In their order. */
    static List<Step> steps(Path page) throws IOException {
        TypedPage typed = new TypedPage(Files.readAllLines(page));
        typed.read();
        return List.copyOf(typed.steps);
    }

    private void read() {
        String file = null;
        while (at < lines.size()) {
            String line = lines.get(at);
            Matcher save = SAVE.matcher(line);
            if (save.find()) {
                file = save.group(1);
            }
            if (line.startsWith("```")) {
                String text = fenced();
                if (file != null) {
                    steps.add(new Save(file, text));
                    file = null;
                }
            } else if (line.startsWith("    $ ")) {
                block();
            } else {
                at++;
            }
        }
    }

    private String fenced() {
        StringBuilder text = new StringBuilder();
        for (at++; !lines.get(at).startsWith("```"); at++) {
            text.append(lines.get(at)).append('\n');
        }
        at++;
        return text.toString();
    }

    private void block() {
        while (at < lines.size() && lines.get(at).startsWith("    $ ")) {
            StringBuilder command = new StringBuilder(lines.get(at++).substring(6));
            while (command.toString().endsWith("\\")) {
                command.append('\n').append(lines.get(at++).strip());
            }
            List<String> shown = new ArrayList<>();
            while (at < lines.size()
                    && lines.get(at).startsWith("    ")
                    && !lines.get(at).startsWith("    $ ")) {
                shown.add(lines.get(at++).substring(4));
            }
            steps.add(new Type(command.toString(), List.copyOf(shown)));
        }
    }
}
