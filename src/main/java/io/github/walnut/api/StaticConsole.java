package io.github.walnut.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.function.Supplier;

/**
 * The console: files of the class path below {@code META-INF/resources}, and its start page for
 * every path that is not a file, since the console has paths of its own.
 */
final class StaticConsole {

    static final String ROOT = "META-INF/resources";

    private final StaticHandler files = below(ROOT);
    private final StaticHandler assets = below(ROOT + "/assets");
    private final StartPage startPage;

    StaticConsole(PagePolicy pages, Supplier<ApiConfig.Site> site) {
        this.startPage = new StartPage(pages, site);
    }

    void install(Router router) {
        router.route().handler(page(StaticConsole::readOnly));
        router.route("/").handler(startPage::handle);
        router.route("/index.html").handler(startPage::handle);
        router.route("/assets/*").handler(cached(assets, "public, max-age=31536000, immutable"));
        router.route("/assets/*").handler(ctx -> ctx.fail(404));
        router.route().handler(page(cached(files, "no-cache")));
        router.route().handler(page(startPage::handle));
    }

    /** Paths of programs are none of the console's business. */
    private static Handler<RoutingContext> page(Handler<RoutingContext> handler) {
        return ctx -> {
            if (Paths.data(ctx.request().path())) {
                ctx.next();
            } else {
                handler.handle(ctx);
            }
        };
    }

    private static void readOnly(RoutingContext ctx) {
        HttpMethod method = ctx.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            ctx.next();
        } else {
            ctx.fail(405);
        }
    }

    private static Handler<RoutingContext> cached(StaticHandler served, String value) {
        return ctx -> {
            ctx.addHeadersEndHandler(
                    done -> {
                        if (ctx.response().getStatusCode() < 300) {
                            ctx.response().headers().set("Cache-Control", value);
                        }
                    });
            served.handle(ctx);
        };
    }

    private static StaticHandler below(String root) {
        return StaticHandler.create(FileSystemAccess.RELATIVE, root)
                .setIncludeHidden(false)
                .setDirectoryListing(false)
                .setCachingEnabled(false);
    }
}
