package io.github.walnut.api;

import io.github.walnut.config.BasePath;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import java.util.Map;

/**
 * A request whose path is one of the contract or the console: without the prefix that a proxy shows
 * walNUT below, and older published paths by their present names.
 */
final class InnerRequest extends HttpServerRequestWrapper {

    private static final Map<String, String> ALIASES =
            Map.of(
                    "/api/me", "/auth/users/me",
                    "/api/users/me", "/auth/users/me",
                    "/api/health", "/health",
                    "/api/admin/events/inject", "/api/admin/events",
                    "/ws/updates", "/ws");
    private static final Map<String, String> ALIAS_PREFIXES =
            Map.of(
                    "/api/integrations/instances", "/api/integrations",
                    "/api/policy-runs", "/api/runs",
                    "/ws/integrations/jobs", "/ws/jobs");

    private final String path;

    private InnerRequest(HttpServerRequest request, String path) {
        super((HttpServerRequestInternal) request);
        this.path = path;
    }

    /** The request itself when its path is an inner one already. */
    static HttpServerRequest of(HttpServerRequest request, BasePath base) {
        String outer = request.path();
        if (outer == null) {
            return request;
        }
        String inner = present(base.inner(outer));
        return inner.equals(outer) ? request : new InnerRequest(request, inner);
    }

    /** The path of the contract that an older published path stands for; else the path itself. */
    static String present(String path) {
        String whole = ALIASES.get(path);
        if (whole != null) {
            return whole;
        }
        return ALIAS_PREFIXES.entrySet().stream()
                .filter(
                        alias ->
                                path.equals(alias.getKey())
                                        || path.startsWith(alias.getKey() + "/"))
                .map(alias -> alias.getValue() + path.substring(alias.getKey().length()))
                .findFirst()
                .orElse(path);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String uri() {
        String query = query();
        return query == null ? path : path + "?" + query;
    }
}
