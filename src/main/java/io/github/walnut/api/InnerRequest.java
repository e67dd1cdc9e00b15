package io.github.walnut.api;

import io.github.walnut.config.BasePath;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import java.util.Map;

/**
 * A request whose path is one of the contract or the console: without the prefix that a proxy shows
 * walNUT below, older published paths by their present names, and HEAD as GET where programs ask:
 * the connection leaves out the body of its answer.
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
    private final HttpMethod method;

    private InnerRequest(HttpServerRequest request, String path, HttpMethod method) {
        super((HttpServerRequestInternal) request);
        this.path = path;
        this.method = method;
    }

    /** The request itself when it is an inner one already. */
    static HttpServerRequest of(HttpServerRequest request, BasePath base) {
        String outer = request.path();
        if (outer == null) {
            return request;
        }
        String inner = present(base.inner(outer));
        boolean head = request.method().equals(HttpMethod.HEAD) && Paths.data(inner);
        return inner.equals(outer) && !head
                ? request
                : new InnerRequest(request, inner, head ? HttpMethod.GET : request.method());
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
    public HttpMethod method() {
        return method;
    }

    @Override
    public String uri() {
        String query = query();
        return query == null ? path : path + "?" + query;
    }
}
