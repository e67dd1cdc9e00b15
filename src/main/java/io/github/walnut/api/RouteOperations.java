package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.routes.RouteView;
import io.github.walnut.security.Role;
import java.util.List;
import java.util.Map;

/** Looking at routes, and starting and stopping those that are not needed to work. */
final class RouteOperations implements Resource {

    private final RouteDesk desk;
    private final RouteJson routeJson;
    private final Pages pages;

    RouteOperations(RouteDesk desk, Json json, Pages pages) {
        this.desk = desk;
        this.routeJson = new RouteJson(json);
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "routes-list", this::list,
                "route-get", this::get,
                "route-stats", this::stats,
                "route-start", this::start,
                "route-stop", this::stop);
    }

    private Reply list(Call call) {
        String origin = call.text("origin");
        List<RouteView> routes =
                desk.all().stream()
                        .filter(route -> origin == null || route.user() == origin.equals("user"))
                        .toList();
        return pages.reply(pages.cut(call, routes, RouteView::id), routeJson::write);
    }

    private Reply get(Call call) {
        RouteView route = existing(desk, call);
        if (route.user()) {
            Gate.requireRole(call.principal(), Role.ADMIN);
        }
        Reply reply =
                Reply.ok(
                        routeJson.detail(
                                route,
                                desk.source(route.id()).orElse(null),
                                desk.nodes(route.id())));
        return route.version() == null ? reply : reply.withVersion(route.version());
    }

    private Reply stats(Call call) {
        RouteView route = existing(desk, call);
        return Reply.ok(routeJson.stats(route, desk.nodes(route.id())));
    }

    private Reply start(Call call) {
        RouteView route = switchable(call);
        if (!desk.startable(route.id())) {
            throw new Problem(
                    ProblemCode.CONFLICT, "The configuration keeps route " + route.id() + " off");
        }
        return switched(route, () -> desk.start(route.id()));
    }

    private Reply stop(Call call) {
        RouteView route = switchable(call);
        return switched(route, () -> desk.stop(route.id()));
    }

    private Reply switched(RouteView route, Runnable change) {
        try {
            change.run();
        } catch (IllegalStateException e) {
            throw new Problem(ProblemCode.CONFLICT, e.getMessage());
        }
        return Reply.ok(routeJson.write(desk.find(route.id()).orElseThrow()));
    }

    private RouteView switchable(Call call) {
        RouteView route = existing(desk, call);
        if (!route.optional()) {
            throw new Problem(
                    ProblemCode.FORBIDDEN,
                    "Route " + route.id() + " belongs to the core: it cannot be switched");
        }
        return route;
    }

    static RouteView existing(RouteDesk desk, Call call) {
        return desk.find(call.text("id"))
                .orElseThrow(() -> Problem.notFound("route", call.text("id")));
    }
}
