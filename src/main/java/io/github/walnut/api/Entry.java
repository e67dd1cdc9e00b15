package io.github.walnut.api;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The first handler: ids, the headers of every answer, and the aliases of published paths. */
final class Entry {

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
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

    private final RequestWatch watch;
    private final Accesses accesses;
    private final FrontDoor door;
    private final Proxies proxies;

    Entry(RequestWatch watch, Accesses accesses, FrontDoor door, Proxies proxies) {
        this.proxies = proxies;
        this.watch = watch;
        this.accesses = accesses;
        this.door = door;
    }

    void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (RequestScope.of(ctx) == null) {
            String given = request.getHeader("X-Request-Id");
            boolean usable = given != null && REQUEST_ID.matcher(given).matches();
            String id = usable ? given : UUID.randomUUID().toString();
            Proxies.Peer peer = proxies.peer(request);
            new RequestScope(id, UUID.randomUUID().toString().replace("-", "").substring(16), peer)
                    .attach(ctx);
            headers(request, ctx.response().headers(), id, peer.secure());
            accesses.watch(ctx);
            watch.saw(id);
            door.requested(ctx);
            checkLength(request);
        }
        String alias = alias(request.path());
        if (alias != null && ctx.get("aliased") == null) {
            ctx.put("aliased", true);
            String query = request.query();
            ctx.reroute(query == null ? alias : alias + "?" + query);
            return;
        }
        ctx.next();
    }

    private static void checkLength(HttpServerRequest request) {
        if (request.uri().length() > WireLimits.LONGEST_URI) {
            throw new Problem(
                    ProblemCode.URI_TOO_LONG,
                    "The address is longer than " + WireLimits.LONGEST_URI + " bytes");
        }
    }

    /**
     * @param moreStyles a further source of styles, or the empty text
     */
    static String pagePolicy(String moreStyles) {
        return "default-src 'self'; script-src 'self'; style-src 'self' "
                + moreStyles
                + "; img-src 'self' data: blob:; connect-src 'self'; font-src 'self';"
                + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }

    /** The path of the contract that an older published path stands for, or null. */
    static String alias(String path) {
        if (path == null) {
            return null;
        }
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
                .orElse(null);
    }

    static void headers(
            HttpServerRequest request, MultiMap headers, String requestId, boolean secure) {
        boolean data = Paths.data(request.path());
        headers.set("X-Request-Id", requestId);
        headers.set("Content-Security-Policy", data ? DATA_POLICY : pagePolicy(""));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set(
                "Permissions-Policy",
                "camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()");
        headers.set("Vary", "Origin");
        if (data) {
            headers.set("Cache-Control", "no-store");
        }
        if (secure) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
