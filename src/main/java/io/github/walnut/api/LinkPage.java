package io.github.walnut.api;

import io.github.walnut.notify.Words;
import io.github.walnut.security.ActionLink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/**
 * The pages behind links in messages: one file each, without scripts, so that they open wherever a
 * message is read. A page says what its button does; only the button does it.
 */
final class LinkPage {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss z", Locale.ROOT);

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--page:#f3f5f7;--card:#fff;--text:#191d22;--soft:#515b66;--line:#d3d9df;--act:#0a5aa8;--on:#fff}
            @media(prefers-color-scheme:dark){:root{--page:#101418;--card:#191f25;--text:#e9edf0;--soft:#a9b4bf;--line:#35404a;--act:#86bfff;--on:#0a1420}}
            *{box-sizing:border-box}
            body{margin:0;padding:1rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
            main{max-width:32rem;margin:0 auto;padding:1.25rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;overflow-wrap:anywhere}
            h1{margin:0 0 .75rem;font-size:1.35rem;line-height:1.3}
            p{margin:0 0 .75rem}
            .site,dt{color:var(--soft)}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0 0 1rem}
            dd{margin:0}
            button{width:100%;min-height:3rem;border:0;border-radius:.5rem;background:var(--act);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
            button:focus-visible{outline:3px solid var(--text);outline-offset:3px}
            """;

    /** Nothing is loaded, nothing runs, nobody frames it; its one form leads back here. */
    static final String POLICY =
            "default-src 'none'; style-src 'sha256-"
                    + sha256(STYLE)
                    + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final String site;
    private final ZoneId zone;

    /**
     * @param site under which name people know this walNUT, or null
     */
    LinkPage(String site, ZoneId zone) {
        this.site = site == null ? "walNUT" : "walNUT · " + site;
        this.zone = zone;
    }

    /** What the button will do. */
    String offer(MessageLinks.Offer offer, Instant now) {
        boolean hold = offer.link().action() == ActionLink.Action.HOLD;
        String name = quoted(offer.policy());
        StringBuilder main = new StringBuilder("<dl>");
        Instant until = offer.link().until();
        row(main, "UPS", offer.upsId());
        if (offer.endsAt() != null) {
            row(main, "Goes on", moment(offer.endsAt(), now));
        }
        if (offer.endsAt() == null || until.toEpochMilli() != offer.endsAt().toEpochMilli()) {
            row(main, "Link ends", moment(until, now));
        }
        main.append("</dl>");
        paragraph(
                main,
                hold
                        ? "Nothing new of this run is sent for "
                                + Words.duration(MessageLinks.HOLD)
                                + ". What was sent is not taken back. Afterwards the run goes on by"
                                + " itself, and at once when its UPS becomes critical."
                        : "What waits for its time in this run starts at once. What is sent cannot"
                                + " be taken back.");
        main.append("<form method=\"post\"><button type=\"submit\">")
                .append(hold ? "Hold the run" : "Go now")
                .append("</button></form>");
        return page(hold ? "Hold " + name + "?" : "Let " + name + " go now?", main.toString());
    }

    /**
     * What the button has done.
     *
     * @param until null when the run goes on
     */
    String done(MessageLinks.Offer offer, Instant until, Instant now) {
        StringBuilder main = new StringBuilder();
        paragraph(
                main,
                until == null
                        ? "What waited for its time starts now."
                        : "It goes on by itself " + moment(until, now) + ".");
        return page(
                quoted(offer.policy()) + (until == null ? " goes on" : " is held"),
                main.toString());
    }

    /** For whoever comes too late, twice, or with something else: nobody learns which. */
    String gone() {
        StringBuilder main = new StringBuilder();
        paragraph(
                main,
                "It was used, its time is over, or it is none of walNUT's. Nothing more was done;"
                        + " the console shows how the run stands.");
        return page("This link does nothing any more", main.toString());
    }

    String refused(String why) {
        StringBuilder main = new StringBuilder();
        paragraph(main, why);
        return page("Nothing was done", main.toString());
    }

    private static String quoted(String name) {
        return "\u201c" + name + "\u201d";
    }

    private String moment(Instant at, Instant now) {
        return TIME.format(at.atZone(zone)) + ", in " + Words.duration(Duration.between(now, at));
    }

    private static void row(StringBuilder to, String name, String value) {
        if (value != null) {
            to.append("<dt>").append(name).append("</dt><dd>").append(escaped(value));
            to.append("</dd>");
        }
    }

    private static void paragraph(StringBuilder to, String text) {
        to.append("<p>").append(escaped(text)).append("</p>");
    }

    private String page(String title, String main) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width,initial-scale=1">
                <meta name="robots" content="noindex,nofollow">
                <title>%s · walNUT</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                <p class="site">%s</p>
                <h1>%s</h1>
                %s
                </main>
                </body>
                </html>
                """
                .formatted(escaped(title), STYLE, escaped(site), escaped(title), main);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
