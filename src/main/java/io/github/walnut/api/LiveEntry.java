package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.Session;
import io.github.walnut.security.WsTickets;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Opens sockets: origin before the upgrade, credentials after it, then present state, then live.
 */
final class LiveEntry {

    private final Live live;
    private final Accounts accounts;
    private final Authentication authentication;
    private final WsTickets tickets;
    private final Origins origins;
    private final PresentState present;
    private final LiveJobs jobs;
    private final LiveLines lines;
    private final Json json;
    private final String version;
    private final Clock clock;
    private final BesideLoops beside;

    LiveEntry(
            Live live,
            Accounts accounts,
            Authentication authentication,
            WsTickets tickets,
            Origins origins,
            PresentState present,
            LiveJobs jobs,
            LiveLines lines,
            Json json,
            String version,
            Clock clock,
            BesideLoops beside) {
        this.beside = beside;
        this.live = live;
        this.accounts = accounts;
        this.authentication = authentication;
        this.tickets = tickets;
        this.origins = origins;
        this.present = present;
        this.jobs = jobs;
        this.lines = lines;
        this.json = json;
        this.version = version;
        this.clock = clock;
        accounts.sessions().onEnd(session -> live.closeSession(session.id()));
        accounts.apiTokens().onEnd(live::closeSession);
    }

    void install(Router router) {
        router.get("/ws").handler(ctx -> topics(ctx, LiveSubscription.ALL_TOPICS));
        router.get("/ws/events").handler(ctx -> topics(ctx, Set.of("events")));
        router.get("/ws/jobs/:id")
                .handler(
                        ctx ->
                                upgrade(
                                        ctx,
                                        Set.of(),
                                        (context, connection) ->
                                                jobs.begin(
                                                        context, connection, ctx.pathParam("id"))));
        router.get("/ws/logs/:source")
                .handler(
                        ctx ->
                                upgrade(
                                        ctx,
                                        Set.of(),
                                        (context, connection) ->
                                                lines.begin(
                                                        context,
                                                        connection,
                                                        ctx.pathParam("source"))));
    }

    private void topics(RoutingContext ctx, Set<String> allowed) {
        LiveWish wish = LiveWish.of(ctx, allowed);
        upgrade(ctx, allowed, (context, connection) -> begin(context, connection, wish));
    }

    /**
     * @param begin what the socket hears, once it is open and was welcomed
     */
    private void upgrade(
            RoutingContext ctx, Set<String> allowed, BiConsumer<Context, LiveConnection> begin) {
        HttpServerRequest request = ctx.request();
        String origin = request.getHeader("Origin");
        if (origin != null && !origins.allowed(origin, request)) {
            throw new Problem(
                    ProblemCode.ORIGIN_NOT_ALLOWED, "The origin " + origin + " is not allowed");
        }
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            throw new Problem(ProblemCode.INVALID_REQUEST, "This path takes WebSockets only");
        }
        int most = live.limits().sockets();
        if (live.connections().size() >= most) {
            throw new Problem(ProblemCode.STARTING, "At most " + most + " sockets are open");
        }
        Optional<Principal> principal;
        String refusal = "auth_required";
        try {
            principal = identify(ctx, origin);
        } catch (AuthException | Problem refused) {
            principal = Optional.empty();
            refusal = "auth_invalid";
        }
        String code = refusal;
        Optional<Principal> who = principal;
        request.toWebSocket()
                .onSuccess(
                        socket -> {
                            OpenConnection.busy(request, false);
                            if (who.isEmpty()) {
                                refuse(socket, code);
                            } else {
                                OpenConnection.identified(request, who.get().userId());
                                open(ctx, socket, who.get(), allowed, begin);
                            }
                        })
                .onFailure(ctx::fail);
    }

    /** What the first subscription of a socket shall be, from its query. */
    private record LiveWish(Set<String> topics, Set<String> upsIds, Long since) {

        static LiveWish of(RoutingContext ctx, Set<String> allowed) {
            Set<String> topics = new LinkedHashSet<>();
            ctx.queryParam("topics").forEach(list -> topics.addAll(Arrays.asList(list.split(","))));
            if (!allowed.containsAll(topics)) {
                throw new Problem(ProblemCode.INVALID_PARAMETER, "topics are " + allowed);
            }
            List<String> since = ctx.queryParam("since");
            if (!since.isEmpty() && !since.get(0).matches("[0-9]{1,18}")) {
                throw new Problem(
                        ProblemCode.INVALID_PARAMETER,
                        "since is '" + since.get(0) + "', expected a seq");
            }
            return new LiveWish(
                    topics.isEmpty() ? allowed : topics,
                    Set.copyOf(ctx.queryParam("ups_id")),
                    since.isEmpty() ? null : (Long) Long.parseLong(since.get(0)));
        }
    }

    private Optional<Principal> identify(RoutingContext ctx, String origin) {
        List<String> token = ctx.queryParam("token");
        if (!token.isEmpty()) {
            return Optional.of(byToken(token.get(0), ctx.request()));
        }
        Optional<Principal> found = authentication.identify(ctx.request());
        return found.filter(principal -> !principal.byCookie() || origin != null)
                .map(caller -> caller.token() == null ? caller : ScopeGate.reader(caller));
    }

    /** A ticket or an access token. */
    private Principal byToken(String token, HttpServerRequest request) {
        Optional<WsTickets.Grant> grant = tickets.take(token);
        if (grant.isEmpty()) {
            return authentication.byToken(token, false, request);
        }
        Session session = accounts.sessions().check(grant.get().sessionId());
        authentication.requireNear(session, request);
        return new Principal(
                session.userId(),
                session.id(),
                grant.get().role(),
                session.kind(),
                false,
                session.authTime(),
                session.expiresAt());
    }

    private void refuse(ServerWebSocket socket, String code) {
        ObjectNode data =
                json.object().put("code", code).put("message", "Valid credentials are needed");
        socket.writeTextMessage(live.control("error", data).text())
                .onComplete(
                        sent ->
                                socket.close(
                                        LiveClose.NOT_AUTHENTICATED.code(),
                                        LiveClose.NOT_AUTHENTICATED.reason()));
    }

    private void open(
            RoutingContext ctx,
            ServerWebSocket socket,
            Principal principal,
            Set<String> allowed,
            BiConsumer<Context, LiveConnection> begin) {
        Context context = ctx.vertx().getOrCreateContext();
        LiveConnection connection =
                new LiveConnection(
                        socket,
                        context,
                        principal,
                        RequestScope.of(ctx).peer().address(),
                        live,
                        json,
                        beside);
        long same =
                live.connections().stream()
                        .filter(other -> other.principal().userId().equals(principal.userId()))
                        .count();
        if (same >= live.limits().ofOneUser()) {
            connection.close(LiveClose.TOO_MANY);
            return;
        }
        live.join(connection);
        OpenConnection.busy(ctx.request(), true);
        LiveProtocol protocol =
                new LiveProtocol(
                        connection,
                        token -> byToken(token, ctx.request()),
                        asking -> history(context, asking),
                        allowed,
                        json,
                        clock);
        socket.textMessageHandler(protocol::heard);
        socket.binaryMessageHandler(binary -> connection.close(LiveClose.BINARY));
        // of a text in more frames than are kept, nothing else is told
        socket.exceptionHandler(broken -> connection.close(LiveClose.TOO_LARGE));
        LiveHeartbeat heartbeat =
                new LiveHeartbeat(
                        ctx.vertx(), socket, connection, json, clock, live.limits().beat());
        socket.closeHandler(
                closed -> {
                    heartbeat.stop();
                    live.leave(connection);
                    connection.closed();
                });
        welcome(connection);
        begin.accept(context, connection);
    }

    private void welcome(LiveConnection connection) {
        connection.control(
                "connection_status",
                json.object()
                        .put("status", "connected")
                        .put("client_id", connection.id())
                        .put("server_version", version)
                        .put("heartbeat_seconds", live.limits().beat().toSeconds()));
        connection.control(
                "auth_success",
                LiveProtocol.welcome(json, connection, connection.principal().expiresAt()));
    }

    /** What happens while the present state is gathered follows it out of the kept messages. */
    private void begin(Context context, LiveConnection connection, LiveWish wish) {
        LiveSubscription subscription =
                new LiveSubscription(wish.topics(), wish.upsIds(), Set.of());
        if (wish.since() != null) {
            connection.subscribe(subscription, wish.since());
            return;
        }
        long from = live.lastSeq();
        beside.forSocket(context, () -> present.messages(live, wish.topics()))
                .onSuccess(
                        messages -> {
                            messages.stream().filter(subscription::wants).forEach(connection::send);
                            connection.subscribe(subscription, from);
                        })
                .onFailure(failed -> connection.close(LiveClose.RESTART));
    }

    private void history(Context context, LiveConnection connection) {
        beside.forSocket(context, present::history)
                .onSuccess(items -> connection.control("history", items))
                .onFailure(
                        failed ->
                                connection.error(
                                        "store_unavailable", "The events cannot be read now"));
    }
}
