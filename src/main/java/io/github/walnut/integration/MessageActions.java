package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.message.MessageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Links with which the reader of a message steps in: as buttons where the service has them, as
 * words in the text elsewhere. What is written to a log carries none, since others read it.
 *
 * @param buttons the service shows them beside the text
 * @param words what follows the text instead, or empty
 */
record MessageActions(List<Link> buttons, String words) {

    private static final MessageActions NONE = new MessageActions(List.of(), "");

    /** Telegram takes no message with a button that leads to a name without a dot. */
    private static final Pattern DOTTED = Pattern.compile("https?://[^/:]+\\.[^/:]+[:/].*");

    /**
     * @param action word of what it does
     * @param label what people read
     */
    record Link(String action, String label, String url) {}

    /**
     * @param given parameter of the message, may be absent
     */
    static MessageActions of(MessageKind kind, JsonNode given) {
        List<Link> links = new ArrayList<>();
        given.forEach(
                link ->
                        links.add(
                                new Link(
                                        link.path("action").asText(),
                                        link.path("label").asText(),
                                        link.path("url").asText())));
        if (links.isEmpty()) {
            return NONE;
        }
        return switch (kind) {
            case NTFY, TEAMS, WEBHOOK -> new MessageActions(links, "");
            case TELEGRAM ->
                    links.stream().allMatch(link -> DOTTED.matcher(link.url()).matches())
                            ? new MessageActions(links, "")
                            : new MessageActions(List.of(), plain(links));
            case MATRIX -> new MessageActions(links, plain(links));
            case SLACK -> new MessageActions(List.of(), joined(links, "<%2$s|%1$s>"));
            case DISCORD -> new MessageActions(List.of(), joined(links, "[%1$s](<%2$s>)"));
            case GOTIFY, MAIL, PUSHOVER -> new MessageActions(List.of(), plain(links));
            case SYSLOG, MQTT -> NONE;
        };
    }

    private static String plain(List<Link> links) {
        return String.join(
                "\n", links.stream().map(link -> link.label() + ": " + link.url()).toList());
    }

    private static String joined(List<Link> links, String form) {
        return String.join(
                " · ",
                links.stream().map(link -> form.formatted(link.label(), link.url())).toList());
    }

    /** Title and text with the links below them. */
    String html(String title, String text) {
        String both = title.isEmpty() ? text : title + "\n" + text;
        return escaped(both).replace("\n", "<br>")
                + "<br>"
                + String.join(
                        " · ",
                        buttons.stream()
                                .map(
                                        link ->
                                                "<a href=\"%s\">%s</a>"
                                                        .formatted(
                                                                escaped(link.url()),
                                                                escaped(link.label())))
                                .toList());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The words on lines of their own below a text, or nothing. */
    String below() {
        return words.isEmpty() ? "" : "\n" + words;
    }
}
