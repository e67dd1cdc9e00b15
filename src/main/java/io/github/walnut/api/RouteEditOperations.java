package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.routes.RouteBlockedException;
import io.github.walnut.routes.RouteSource;
import io.github.walnut.routes.RouteView;
import io.github.walnut.routes.UserRoute;
import io.github.walnut.routes.UserRoutes;
import io.github.walnut.store.AuditScope;
import io.github.walnut.ups.Severity;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Writing routes. Those of the program cannot be written. */
final class RouteEditOperations implements Resource {

    private final UserRoutes routes;
    private final RouteDesk desk;
    private final RouteJson routeJson;
    private final PolicyJson findings;
    private final Actors actors;
    private final Pages pages;
    private final Json json;

    RouteEditOperations(ApiPorts ports, Actors actors, Json json, Pages pages) {
        this.routes = ports.userRoutes();
        this.desk = ports.routes();
        this.routeJson = new RouteJson(json);
        this.findings = new PolicyJson(json);
        this.actors = actors;
        this.pages = pages;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "route-validate", this::validate,
                "route-create", this::create,
                "route-update", this::update,
                "route-delete", this::delete,
                "route-versions", this::versions,
                "route-rollback", this::rollback);
    }

    private Reply validate(Call call) {
        RouteSource source = source(call);
        var found = routes.validate(source, routes.existing(source).orElse(null));
        ObjectNode node = json.object();
        node.put("ok", found.stream().noneMatch(one -> one.severity() == Severity.BLOCKER));
        node.set("findings", findings.findings(found));
        return Reply.ok(node);
    }

    private Reply create(Call call) {
        RouteSource source = source(call);
        routes.existing(source)
                .ifPresent(
                        id -> {
                            throw new Problem(
                                            ProblemCode.DUPLICATE,
                                            "Route " + id + " exists already")
                                    .with("existing_id", id);
                        });
        AuditScope.tell(diff(null, source));
        UserRoute saved = unblocked(() -> routes.create(source, actors.name(call)));
        return Reply.created(written(saved), "/api/routes/" + saved.id())
                .withVersion(saved.version())
                .audited(diff(null, source));
    }

    private Reply update(Call call) {
        UserRoute before = own(call);
        ETags.check(call, before.version());
        return saved(before, source(call), call);
    }

    private Reply delete(Call call) {
        UserRoute document = own(call);
        ETags.check(call, document.version());
        AuditScope.tell(diff(document.source(), null));
        routes.delete(document);
        return Reply.noContent().audited(diff(document.source(), null));
    }

    private Reply versions(Call call) {
        UserRoute document = own(call);
        return pages.reply(
                pages.cut(
                        call,
                        routes.versions(document.id()),
                        version -> Integer.toString(version.version())),
                this::write);
    }

    private Reply rollback(Call call) {
        UserRoute document = own(call);
        int wanted = call.body().path("version").asInt();
        UserRoute.Version version =
                routes.versions(document.id()).stream()
                        .filter(known -> known.version() == wanted)
                        .findFirst()
                        .orElseThrow(() -> Problem.notFound("version", Integer.toString(wanted)));
        return saved(document, version.source(), call);
    }

    private Reply saved(UserRoute before, RouteSource source, Call call) {
        AuditScope.tell(diff(before.source(), source));
        UserRoute after = unblocked(() -> routes.replace(before, source, actors.name(call)));
        return Reply.ok(written(after))
                .withVersion(after.version())
                .audited(diff(before.source(), source));
    }

    private static Map<String, Object> diff(RouteSource before, RouteSource after) {
        return Map.of(
                "changes",
                UserRoutes.changes(before, after).stream()
                        .map(
                                change ->
                                        Map.of(
                                                "pointer",
                                                change.pointer(),
                                                "op",
                                                change.op(),
                                                "from",
                                                String.valueOf(change.from()),
                                                "to",
                                                String.valueOf(change.to())))
                        .toList());
    }

    private UserRoute own(Call call) {
        RouteView route = RouteOperations.existing(desk, call);
        if (!route.user()) {
            throw new Problem(
                    ProblemCode.FORBIDDEN,
                    "Route " + route.id() + " belongs to the core: it cannot be changed");
        }
        if (!route.id().equals(route.documentId())) {
            throw new Problem(
                    ProblemCode.CONFLICT,
                    "Route " + route.id() + " stands in the document " + route.documentId());
        }
        return routes.document(route.id()).orElseThrow();
    }

    private static UserRoute unblocked(Supplier<UserRoute> save) {
        try {
            return save.get();
        } catch (RouteBlockedException refused) {
            throw new Problem(ProblemCode.ROUTE_BLOCKED, refused.getMessage())
                    .withErrors(refused.findings());
        } catch (IllegalStateException broken) {
            throw new Problem(
                    ProblemCode.CONFLICT, "It was saved and does not run: " + broken.getMessage());
        }
    }

    private ObjectNode written(UserRoute document) {
        RouteView route = desk.find(document.id()).orElseThrow();
        return routeJson.detail(route, document.source().text(), desk.nodes(route.id()));
    }

    private ObjectNode write(UserRoute.Version version) {
        return json.object()
                .put("version", version.version())
                .put("saved_at", Json.at(version.savedAt()))
                .put("saved_by", version.savedBy())
                .put("media_type", version.source().media())
                .put("source", version.source().text());
    }

    private static RouteSource source(Call call) {
        List<String> given =
                List.of("yaml", "xml").stream().filter(call.body()::hasNonNull).toList();
        if (given.size() != 1) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "Either yaml or xml is expected");
        }
        return new RouteSource(
                call.member(given.get(0)),
                given.get(0).equals("xml") ? RouteSource.XML : RouteSource.YAML);
    }
}
