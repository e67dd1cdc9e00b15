package io.github.walnut.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The path that walNUT's own paths stand below for those outside, as a proxy shows it.
 *
 * @param prefix such as {@code /ups}, or the empty text for none
 */
public record BasePath(String prefix) {

    public static final BasePath NONE = new BasePath("");

    private static final int LONGEST = 256;
    private static final Pattern FORM =
            Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+");

    /** First words of walNUT's own paths: below them nothing can be told apart. */
    private static final Set<String> TAKEN =
            Set.copyOf(
                    List.of(
                            "api",
                            "assets",
                            "auth",
                            "health",
                            "metrics",
                            "observe",
                            "openapi.json",
                            "ups_metrics",
                            "ws"));

    /**
     * A path with or without a slash at its end; empty when it cannot be one.
     *
     * @param text from outside, not to be believed
     */
    public static Optional<BasePath> of(String text) {
        String prefix = text.replaceFirst("/$", "");
        boolean good =
                prefix.isEmpty() || prefix.length() <= LONGEST && FORM.matcher(prefix).matches();
        return good ? Optional.of(new BasePath(prefix)) : Optional.empty();
    }

    /** Whether paths below it are no paths of walNUT's own. */
    boolean apart() {
        return prefix.isEmpty() || !TAKEN.contains(prefix.split("/")[1]);
    }

    /** The path as walNUT knows it; one that does not stand below the prefix stays as it is. */
    public String inner(String path) {
        if (prefix.isEmpty() || path == null || !below(path)) {
            return path;
        }
        String rest = path.substring(prefix.length());
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /** The path as those outside see it; one that stands below the prefix already stays. */
    public String outer(String path) {
        return below(path) ? path : prefix + path;
    }

    private boolean below(String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length()
                        || "/?#".indexOf(path.charAt(prefix.length())) >= 0);
    }
}
