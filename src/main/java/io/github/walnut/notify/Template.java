package io.github.walnut.notify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in Mustache, of which there are names {@code {{a.b}}}, sections {@code {{#a}}…{{/a}}},
 * inverted ones {@code {{^a}}…{{/a}}} and comments {@code {{! …}}}. It reads plain maps and lists;
 * there is no code, no partial, and nothing that is not in the maps.
 */
public final class Template {

    /** The text is no template; the message says where and why. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private static final Pattern TAG = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern NAME =
            Pattern.compile("\\.|[a-z][a-z0-9_]*(\\.[a-z0-9_-]+){0,8}", Pattern.CASE_INSENSITIVE);
    private static final int DEEPEST = 16;
    private static final int LONGEST = 65_536;

    private sealed interface Part {}

    private record Text(String text) implements Part {}

    private record Name(String name) implements Part {}

    private record Section(String name, boolean inverted, List<Part> parts) implements Part {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * @throws Malformed when a tag is not closed, not known or names nothing
     */
    public static Template parse(String text) throws Malformed {
        Deque<Section> open = new ArrayDeque<>();
        List<Part> top = new ArrayList<>();
        open.push(new Section("", false, top));
        Matcher tags = TAG.matcher(text);
        int end = 0;
        while (tags.find()) {
            int from = tags.start();
            int to = tags.end();
            String tag = tags.group(1).strip();
            char kind = tag.isEmpty() ? ' ' : tag.charAt(0);
            boolean silent = kind == '#' || kind == '^' || kind == '/' || kind == '!';
            if (silent && alone(text, from, to)) {
                from = text.lastIndexOf('\n', from - 1) + 1;
                to = text.indexOf('\n', to) < 0 ? text.length() : text.indexOf('\n', to) + 1;
            }
            add(open.peek(), text.substring(Math.min(end, from), from));
            end = to;
            switch (kind) {
                case '!' -> {}
                case '#', '^' ->
                        open(open, new Section(name(tag, 1), kind == '^', new ArrayList<>()));
                case '/' -> close(open, name(tag, 1));
                default -> open.peek().parts().add(new Name(name(tag, 0)));
            }
        }
        add(open.peek(), text.substring(end));
        if (open.size() > 1) {
            throw new Malformed("{{#" + open.peek().name() + "}} is not closed");
        }
        return new Template(top);
    }

    private static void add(Section section, String text) throws Malformed {
        if (text.contains("{{")) {
            throw new Malformed("'{{' without '}}'");
        }
        if (!text.isEmpty()) {
            section.parts().add(new Text(text));
        }
    }

    private static void open(Deque<Section> open, Section section) throws Malformed {
        if (open.size() > DEEPEST) {
            throw new Malformed("sections are nested more than " + DEEPEST + " deep");
        }
        open.peek().parts().add(section);
        open.push(section);
    }

    private static void close(Deque<Section> open, String name) throws Malformed {
        if (open.size() == 1 || !open.peek().name().equals(name)) {
            throw new Malformed("{{/" + name + "}} closes nothing that is open");
        }
        open.pop();
    }

    private static String name(String tag, int from) throws Malformed {
        String name = tag.substring(from).strip();
        if (!NAME.matcher(name).matches()) {
            throw new Malformed(
                    "'{{"
                            + (tag.length() > 40 ? tag.substring(0, 40) + "…" : tag)
                            + "}}' is neither a name nor a section");
        }
        return name;
    }

    /** A tag that has a line for itself takes the line with it. */
    private static boolean alone(String text, int from, int to) {
        int begin = text.lastIndexOf('\n', from - 1) + 1;
        int end = text.indexOf('\n', to) < 0 ? text.length() : text.indexOf('\n', to);
        return text.substring(begin, from).isBlank() && text.substring(to, end).isBlank();
    }

    /**
     * @param escape what is done to each value
     * @return at most 64 Ki characters
     */
    public String render(Map<String, Object> context, UnaryOperator<String> escape) {
        Deque<Object> stack = new ArrayDeque<>();
        stack.push(context);
        StringBuilder text = new StringBuilder();
        render(parts, stack, escape, text);
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
    }

    private static void render(
            List<Part> parts, Deque<Object> stack, UnaryOperator<String> escape, StringBuilder to) {
        for (Part part : parts) {
            if (to.length() > LONGEST) {
                return;
            }
            if (part instanceof Text text) {
                to.append(text.text());
            } else if (part instanceof Name name) {
                Object value = value(name.name(), stack);
                to.append(value == null ? "" : escape.apply(written(value)));
            } else if (part instanceof Section section) {
                render(section, stack, escape, to);
            }
        }
    }

    private static void render(
            Section section, Deque<Object> stack, UnaryOperator<String> escape, StringBuilder to) {
        Object value = value(section.name(), stack);
        boolean holds = holds(value);
        if (section.inverted()) {
            if (!holds) {
                render(section.parts(), stack, escape, to);
            }
            return;
        }
        if (!holds) {
            return;
        }
        for (Object each : value instanceof Collection<?> many ? many : List.of(value)) {
            stack.push(each == null ? "" : each);
            render(section.parts(), stack, escape, to);
            stack.pop();
        }
    }

    private static boolean holds(Object value) {
        return !(value == null
                || Boolean.FALSE.equals(value)
                || "".equals(value)
                || value instanceof Collection<?> many && many.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty());
    }

    /** The first part of the name is looked for outwards; the rest within what was found. */
    private static Object value(String name, Deque<Object> stack) {
        if (name.equals(".")) {
            return stack.peek();
        }
        String[] steps = name.split("\\.");
        for (Object each : stack) {
            if (each instanceof Map<?, ?> map && map.containsKey(steps[0])) {
                Object value = map.get(steps[0]);
                for (int i = 1; i < steps.length; i++) {
                    value = value instanceof Map<?, ?> inner ? inner.get(steps[i]) : null;
                }
                return value;
            }
        }
        return null;
    }

    private static String written(Object value) {
        if (value instanceof Double number && number == Math.rint(number)) {
            return Long.toString(number.longValue());
        }
        return value instanceof Collection<?> || value instanceof Map<?, ?>
                ? ""
                : String.valueOf(value);
    }

    /**
     * Every name that stands in the text, with the sections around it in front: {@code items/line}.
     */
    Set<List<String>> names() {
        Set<List<String>> names = new LinkedHashSet<>();
        names(parts, List.of(), names);
        return names;
    }

    private static void names(List<Part> parts, List<String> around, Set<List<String>> names) {
        for (Part part : parts) {
            String name =
                    part instanceof Name plain
                            ? plain.name()
                            : part instanceof Section section ? section.name() : null;
            if (name == null) {
                continue;
            }
            List<String> path = new ArrayList<>(around);
            path.add(name);
            names.add(List.copyOf(path));
            if (part instanceof Section section) {
                names(section.parts(), path, names);
            }
        }
    }
}
