package io.github.walnut.api;

import io.github.walnut.config.BasePath;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The first handler: ids, and the headers of every answer. */
final class Entry {

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

    /** Whatever pages may ask a browser for; only the clipboard is used, to copy tokens. */
    private static final String NOTHING_OF_THE_BROWSER =
            Stream.of(
                            "accelerometer",
                            "ambient-light-sensor",
                            "autoplay",
                            "bluetooth",
                            "browsing-topics",
                            "camera",
                            "clipboard-read",
                            "display-capture",
                            "encrypted-media",
                            "gamepad",
                            "geolocation",
                            "gyroscope",
                            "hid",
                            "identity-credentials-get",
                            "idle-detection",
                            "local-fonts",
                            "magnetometer",
                            "microphone",
                            "midi",
                            "otp-credentials",
                            "payment",
                            "picture-in-picture",
                            "publickey-credentials-create",
                            "publickey-credentials-get",
                            "screen-wake-lock",
                            "serial",
                            "storage-access",
                            "usb",
                            "web-share",
                            "window-management",
                            "xr-spatial-tracking")
                    .map(feature -> feature + "=()")
                    .collect(Collectors.joining(", "));

    private final RequestWatch watch;
    private final Accesses accesses;
    private final FrontDoor door;
    private final Proxies proxies;
    private final PagePolicy pages;

    Entry(
            RequestWatch watch,
            Accesses accesses,
            FrontDoor door,
            Proxies proxies,
            PagePolicy pages) {
        this.pages = pages;
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
            headers(request, ctx.response().headers(), id, peer.secure(), pages);
            if (!peer.base().equals(BasePath.NONE)) {
                ctx.addHeadersEndHandler(
                        ending -> OuterHeaders.write(ctx.response().headers(), peer.base()));
            }
            accesses.watch(ctx);
            watch.saw(id);
            door.requested(ctx);
            checkLength(request);
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

    private static String policy(String path, PagePolicy pages) {
        if (Paths.link(path)) {
            return LinkPage.POLICY;
        }
        return Paths.data(path) ? DATA_POLICY : pages.text();
    }

    static void headers(
            HttpServerRequest request,
            MultiMap headers,
            String requestId,
            boolean secure,
            PagePolicy pages) {
        boolean data = Paths.data(request.path());
        headers.set("X-Request-Id", requestId);
        headers.set("Content-Security-Policy", policy(request.path(), pages));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", NOTHING_OF_THE_BROWSER);
        headers.set("Vary", "Origin");
        if (data) {
            headers.set("Cache-Control", "no-store");
        }
        if (secure) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
