package io.github.walnut.api;

import java.util.List;

/** Which paths belong to programs; every other path belongs to the console. */
final class Paths {

    private static final List<String> DATA =
            List.of(
                    "/api",
                    "/auth",
                    "/ws",
                    "/health",
                    "/observe",
                    "/metrics",
                    "/ups_metrics",
                    "/openapi.json");

    private static final String LINKS = "/api/links/";

    private Paths() {}

    /** What follows is a secret: whoever has it may act by it. */
    static boolean link(String path) {
        return path != null && path.startsWith(LINKS);
    }

    static boolean data(String path) {
        return path == null
                || DATA.stream()
                        .anyMatch(start -> path.equals(start) || path.startsWith(start + "/"));
    }
}
