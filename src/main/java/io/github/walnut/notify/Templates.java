package io.github.walnut.notify;

import io.github.walnut.message.MessageKind;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Writes messages: by the template of the channel, of the name, or the usual one. */
public final class Templates implements DigestWriter {

    /** The name under which the template of digests stands. */
    public static final String DIGEST = "digest";

    private static final TemplateText USUAL =
            new TemplateText(
                    "{{severity_word}}: {{ups.display_name}} {{title}}",
                    """
                    {{message}}
                    {{#ups.battery_percent}}
                    Charge {{ups.battery_percent}} %
                    {{/ups.battery_percent}}
                    {{#ups.time_left}}
                    {{ups.time_left}} left on battery
                    {{/ups.time_left}}
                    {{#ups.next}}
                    Next: {{ups.next.policy_name}} at {{ups.next.time_local}}
                    {{/ups.next}}
                    {{#url}}
                    {{url}}
                    {{/url}}
                    """);

    private static final TemplateText USUAL_DIGEST =
            new TemplateText(
                    "{{severity_word}}: {{title}}",
                    """
                    {{#items}}
                    {{time_local}} {{line}}
                    {{/items}}
                    {{#more}}
                    … ({{more}} more)
                    {{/more}}
                    """);

    private static final UnaryOperator<String> AS_IT_IS = text -> text;
    private static final String WEBHOOK = "webhook";
    private static final int LONGEST_TITLE = 200;

    private final Map<String, TemplateText> byName;
    private final ZoneId zone;
    private final Map<String, Template> parsed = new ConcurrentHashMap<>();

    /**
     * @param byName templates by the name of an event or of news, {@code *} at the end for all that
     *     begin so
     */
    public Templates(Map<String, TemplateText> byName, ZoneId zone) {
        this.byName = Map.copyOf(byName);
        this.zone = zone;
    }

    /**
     * A message as it is sent.
     *
     * @param json the body of a webhook that has a template of its own, else null
     * @param cut the text is longer than the kind of the channel takes and lost its last lines
     */
    public record Written(String title, String text, String json, boolean cut) {}

    /** The message about one notice, not longer than the kind of the channel takes. */
    public Written write(Channel channel, Notice notice) {
        Map<String, Object> context = context(notice.severity(), notice.at());
        context.put("title", notice.title());
        context.put("message", notice.message());
        context.put("url", notice.url());
        context.put("mode", notice.dryRun() ? "dry_run" : "live");
        context.put("count", 1);
        context.put("more", null);
        context.putAll(notice.context());
        context.put(
                "items",
                List.of(item(new Letter.Item(notice.at(), notice.severity(), notice.title()))));
        String title = chosen(channel, notice, TemplateText::title, USUAL);
        String text = chosen(channel, notice, TemplateText::text, USUAL);
        boolean json = channel.kind().equals(WEBHOOK) && !text.equals(USUAL.text());
        Written words =
                written(
                        channel,
                        new TemplateText(title, json ? USUAL.text() : text),
                        context,
                        mark(notice));
        return new Written(
                words.title(),
                words.text(),
                json ? rendered(text, context, Templates::inJson) : null,
                words.cut());
    }

    /** As it stands between the quotes of a JSON text. */
    static String inJson(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < 0x20 || c == 0x2028 || c == 0x2029) {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    @Override
    public TemplateText digest(
            Channel channel, Severity severity, List<Letter.Item> items, int more, Instant since) {
        Map<String, Object> context = context(severity, items.get(0).at());
        int count = items.size() + more;
        context.put(
                "title",
                count == 1
                        ? items.get(0).line()
                        : count + " updates since " + Words.time(since, zone));
        context.put("message", items.get(0).line());
        context.put("count", count);
        context.put("more", more == 0 ? null : more);
        context.put("items", items.stream().map(this::item).toList());
        TemplateText own = byName.getOrDefault(DIGEST, USUAL_DIGEST);
        TemplateText chosen =
                new TemplateText(
                        own.title() == null ? USUAL_DIGEST.title() : own.title(),
                        own.text() == null ? USUAL_DIGEST.text() : own.text());
        Written written = written(channel, chosen, context, "");
        return new TemplateText(written.title(), written.text());
    }

    private static String mark(Notice notice) {
        return (notice.test() ? "TEST " : "") + (notice.dryRun() ? "Dry-run: " : "");
    }

    private Map<String, Object> context(Severity severity, Instant at) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("severity", severity.word());
        context.put("severity_word", Words.severity(severity));
        context.put("time", at.toString());
        context.put("time_local", Words.day(at, zone));
        return context;
    }

    private Map<String, Object> item(Letter.Item item) {
        return Map.of(
                "time", item.at().toString(),
                "time_local", Words.time(item.at(), zone),
                "severity", item.severity().word(),
                "severity_word", Words.severity(item.severity()),
                "line", item.line());
    }

    private String chosen(
            Channel channel,
            Notice notice,
            Function<TemplateText, String> part,
            TemplateText usual) {
        if (channel.template() != null && part.apply(channel.template()) != null) {
            return part.apply(channel.template());
        }
        return byName.entrySet().stream()
                .filter(
                        each ->
                                Channel.matches(each.getKey(), notice.name())
                                        || Channel.matches(each.getKey(), notice.eventName()))
                .filter(each -> part.apply(each.getValue()) != null)
                .max(Comparator.comparing(each -> nearness(each.getKey())))
                .map(each -> part.apply(each.getValue()))
                .orElseGet(() -> part.apply(usual));
    }

    /** A whole name is nearer than any beginning of it. */
    private static int nearness(String key) {
        return key.endsWith("*") ? key.length() : 1_000 + key.length();
    }

    private Written written(
            Channel channel, TemplateText template, Map<String, Object> context, String mark) {
        String title = mark + rendered(template.title(), context, AS_IT_IS);
        String text = rendered(template.text(), context, AS_IT_IS).strip();
        String cut = MessageKind.find(channel.kind()).map(kind -> kind.cut(text)).orElse(text);
        return new Written(
                shortened(title.replaceAll("\\s+", " ").strip()), cut, null, !cut.equals(text));
    }

    private static String shortened(String title) {
        return title.codePointCount(0, title.length()) <= LONGEST_TITLE
                ? title
                : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE - 1)) + "…";
    }

    private String rendered(
            String template, Map<String, Object> context, UnaryOperator<String> escape) {
        return parsed.computeIfAbsent(template, Templates::parse).render(context, escape);
    }

    private static Template parse(String text) {
        try {
            return Template.parse(text);
        } catch (Template.Malformed e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * What is wrong with a template.
     *
     * @param blocker it cannot be used; otherwise it leaves a gap
     */
    public record Fault(boolean blocker, String code, String message) {}

    /** What a template with JSON around its names makes of an event of which all is known. */
    public static String sample(String template) {
        Map<String, Object> any =
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public boolean containsKey(Object key) {
                        return true;
                    }

                    @Override
                    public Object get(Object key) {
                        return key.equals("items") ? List.of(Map.of("line", "0")) : "0";
                    }
                };
        return parse(template).render(any, Templates::inJson);
    }

    /** What is wrong with the templates by which the notice is written. */
    public List<Fault> check(Channel channel, Notice notice) {
        List<Fault> faults =
                new ArrayList<>(check(chosen(channel, notice, TemplateText::title, USUAL)));
        faults.addAll(check(chosen(channel, notice, TemplateText::text, USUAL)));
        return faults;
    }

    /** Nothing when the text may be used as a template. */
    public static List<Fault> check(String text) {
        List<Fault> faults = new ArrayList<>();
        try {
            for (List<String> path : Template.parse(text).names()) {
                if (!Vocabulary.knows(path)) {
                    String name = path.get(path.size() - 1);
                    faults.add(
                            new Fault(
                                    false,
                                    "unknown_variable",
                                    "{{" + name + "}} names nothing that messages have"));
                }
            }
        } catch (Template.Malformed e) {
            faults.add(new Fault(true, "malformed_template", e.getMessage()));
        }
        return faults;
    }
}
