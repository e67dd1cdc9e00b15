package io.github.walnut.app;

import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.api.UpsControl;
import io.github.walnut.component.nut.NutConstants;
import io.github.walnut.road.Detection;
import io.github.walnut.ups.UpsText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Message;

/** Variables and commands of UPSs, and what is set of them. */
final class UpsCommander implements UpsControl {

    private static final String TEST = "test.battery.start";

    private final UpsAsking asking;
    private final Consumer<Object> judged;
    private final Consumer<String> removal;
    private final UpsViews views;
    private final UpsHolds holds;

    /**
     * @param removal forgets a UPS that is absent
     * @param judged gives the core something to judge and returns when that is done
     */
    UpsCommander(
            UpsAsking asking,
            Consumer<Object> judged,
            Consumer<String> removal,
            UpsViews views,
            UpsHolds holds) {
        this.asking = asking;
        this.views = views;
        this.holds = holds;
        this.judged = judged;
        this.removal = removal;
    }

    @Override
    public Map<String, Object> settings(String upsId) {
        return views.settings(upsId);
    }

    @Override
    public void change(String upsId, String displayName, Map<String, Object> settings) {
        views.change(upsId, displayName, settings);
        holds.changed();
    }

    @Override
    public Holding holding(String upsId) {
        return holds.of(upsId);
    }

    /** On the core's thread, and only while it is absent there too. */
    @Override
    public void forget(String upsId) {
        removal.accept(upsId);
    }

    @Override
    public List<Variable> variables(String upsId) {
        Map<String, String> values = map(asking.ask(upsId, list("var")));
        Map<String, String> writable = orElse(() -> map(asking.ask(upsId, list("rw"))), Map.of());
        List<Variable> variables = new ArrayList<>();
        values.forEach(
                (name, value) ->
                        variables.add(variable(upsId, name, value, writable.containsKey(name))));
        return variables;
    }

    private Variable variable(String upsId, String name, String value, boolean writable) {
        String description = text(upsId, name, "desc");
        String words = writable ? text(upsId, name, "type") : null;
        String type = type(words);
        List<String> choices = "enum".equals(type) ? listed(upsId, name, "enum") : List.of();
        List<Range> ranges =
                "range".equals(type)
                        ? listed(upsId, name, "range").stream().map(UpsCommander::range).toList()
                        : List.of();
        return new Variable(
                name,
                UpsText.clean(value),
                description,
                writable,
                type,
                maxLength(words),
                choices,
                ranges);
    }

    /** The words of GET TYPE as one. */
    private static String type(String words) {
        String upper = words == null ? "" : words.toUpperCase(Locale.ROOT);
        for (String word : List.of("ENUM", "RANGE", "STRING", "NUMBER")) {
            if (upper.contains(word)) {
                return word.toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static Integer maxLength(String words) {
        int at = words == null ? -1 : words.toUpperCase(Locale.ROOT).indexOf("STRING:");
        String digits = at < 0 ? "" : words.substring(at + 7).replaceAll("\\D.*", "");
        return digits.isEmpty() || digits.length() > 6 ? null : Integer.valueOf(digits);
    }

    private static Range range(String ends) {
        String[] parts = ends.split(" ", 2);
        return new Range(parts[0], parts.length > 1 ? parts[1] : parts[0]);
    }

    private String text(String upsId, String name, String what) {
        return told(upsId, get(what, Map.of(NutConstants.VARIABLE, name)));
    }

    /** A text for people, or null. */
    private String told(String upsId, Map<String, Object> question) {
        return UpsText.clean(orElse(() -> asking.ask(upsId, question).getBody(String.class), null));
    }

    @SuppressWarnings("unchecked")
    private List<String> listed(String upsId, String name, String what) {
        Map<String, Object> question = new LinkedHashMap<>(list(what));
        question.put(NutConstants.VARIABLE, name);
        return orElse(() -> asking.ask(upsId, question).getBody(List.class), List.of());
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Command> commands(String upsId) {
        List<String> names = asking.ask(upsId, list("cmd")).getBody(List.class);
        return names.stream()
                .map(
                        name ->
                                new Command(
                                        name,
                                        told(
                                                upsId,
                                                get(
                                                        "cmddesc",
                                                        Map.of(NutConstants.COMMAND, name)))))
                .toList();
    }

    @Override
    public Outcome set(String upsId, String variable, String value) {
        return outcome(
                asking.ask(
                        upsId,
                        Map.of(
                                NutConstants.OPERATION,
                                "set",
                                NutConstants.VARIABLE,
                                variable,
                                NutConstants.VALUE,
                                value)));
    }

    /** What a test does to the battery explains what the UPS reports from before it is sent. */
    @Override
    public Outcome command(String upsId, String command, String parameter) {
        Map<String, Object> question = new LinkedHashMap<>();
        if (command.equals("fsd")) {
            question.put(NutConstants.OPERATION, "fsd");
        } else {
            question.put(NutConstants.OPERATION, "instcmd");
            question.put(NutConstants.COMMAND, command);
        }
        if (parameter != null) {
            question.put(NutConstants.PARAMETER, parameter);
        }
        boolean test = command.startsWith(TEST);
        if (test) {
            judged.accept(new Detection.TestSent(upsId, longest(command)));
        }
        boolean sent = false;
        try {
            Outcome outcome = outcome(asking.ask(upsId, question));
            sent = true;
            return outcome;
        } finally {
            if (test && !sent) {
                judged.accept(new Detection.TestSent(upsId, Duration.ZERO));
            }
        }
    }

    private static Duration longest(String command) {
        return switch (command) {
            case TEST + ".quick" -> Duration.ofSeconds(60);
            case TEST + ".deep" -> Duration.ofMinutes(60);
            default -> Duration.ofSeconds(120);
        };
    }

    private static Outcome outcome(Message answer) {
        return new Outcome(
                String.valueOf(answer.getBody(Map.class).get("result")),
                answer.getHeader(NutConstants.OLD_VALUE, String.class),
                answer.getHeader(NutConstants.TRACKING_ID, String.class));
    }

    private static Map<String, Object> list(String what) {
        return Map.of(NutConstants.OPERATION, "list", NutConstants.WHAT, what);
    }

    private static Map<String, Object> get(String what, Map<String, Object> of) {
        Map<String, Object> question = new LinkedHashMap<>(of);
        question.put(NutConstants.OPERATION, "get");
        question.put(NutConstants.WHAT, what);
        return question;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> map(Message answer) {
        return answer.getBody(Map.class);
    }

    /** What a server need not tell: the rest is worth showing without it. */
    private static <T> T orElse(java.util.function.Supplier<T> question, T otherwise) {
        try {
            return question.get();
        } catch (Problem untold) {
            if (untold.code() == ProblemCode.TARGET_TIMEOUT) {
                throw untold;
            }
            return otherwise;
        }
    }
}
