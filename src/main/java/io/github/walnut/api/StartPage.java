package io.github.walnut.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The console's one HTML file, with a nonce of its own for each answer. */
final class StartPage {

    private static final String HEAD = "<head>";

    private final Nonces nonces = new Nonces();
    private final PagePolicy pages;
    private final Supplier<ApiConfig.Site> site;

    StartPage(PagePolicy pages, Supplier<ApiConfig.Site> site) {
        this.pages = pages;
        this.site = site;
    }

    void handle(RoutingContext ctx) {
        ctx.vertx()
                .fileSystem()
                .readFile(StaticConsole.ROOT + "/index.html")
                .onSuccess(page -> send(ctx, page))
                .onFailure(absent -> ctx.fail(404));
    }

    private void send(RoutingContext ctx, Buffer page) {
        String nonce = nonces.next();
        String html = page.toString(StandardCharsets.UTF_8);
        int head = html.indexOf(HEAD);
        String marked =
                head < 0
                        ? html
                        : html.substring(0, head + HEAD.length())
                                + "<base href=\""
                                + RequestScope.of(ctx).peer().base().outer("/")
                                + "\"><meta name=\"csp-nonce\" content=\""
                                + nonce
                                + "\">"
                                + described(site.get())
                                + html.substring(head + HEAD.length());
        ctx.response()
                .putHeader("Content-Type", "text/html;charset=UTF-8")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Security-Policy", pages.withNonce(nonce))
                .end(marked);
    }

    private static String described(ApiConfig.Site site) {
        return "<meta name=\"walnut-locale\" content=\"%s\"><meta name=\"walnut-site\" content=\"%s\">"
                .formatted(
                        LinkPage.escaped(site.locale()),
                        site.name() == null ? "" : LinkPage.escaped(site.name()));
    }
}
