package io.github.walnut.routes;

import java.util.Locale;

/**
 * A document of routes as its author wrote it.
 *
 * @param media {@link #YAML} or {@link #XML}
 */
public record RouteSource(String text, String media) {

    public static final String YAML = "application/yaml";
    public static final String XML = "application/xml";

    public RouteSource {
        media = media.toLowerCase(Locale.ROOT).contains("xml") ? XML : YAML;
    }

    boolean xml() {
        return media.equals(XML);
    }
}
