package io.github.walnut.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.store.AuditScope;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The NUT servers that are watched. */
final class NutServerOperations implements Resource {

    private final Clock clock;
    private final NutServers servers;
    private final UpsReads ups;
    private final Actors actors;
    private final Pages pages;
    private final Json json;

    NutServerOperations(
            NutServers servers, UpsReads ups, Actors actors, Json json, Pages pages, Clock clock) {
        this.clock = clock;
        this.servers = servers;
        this.ups = ups;
        this.actors = actors;
        this.json = json;
        this.pages = pages;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "nut-servers-list", this::list,
                "nut-server-get", this::get,
                "nut-server-create", this::create,
                "nut-server-update", this::update,
                "nut-test", this::test,
                "nut-server-trust", this::trust,
                "nut-server-delete", this::delete);
    }

    private Reply list(Call call) {
        return pages.reply(pages.cut(call, servers.all(), NutServers.Server::id), this::write);
    }

    private Reply get(Call call) {
        NutServers.Server server = existing(call.text("id"));
        return Reply.ok(write(server)).withVersion(server.version());
    }

    private Reply create(Call call) {
        NutServers.Server draft = draft(call.body(), servers.usual(), null);
        if (servers.find(draft.id()).isPresent()) {
            throw new Problem(ProblemCode.DUPLICATE, "There is a NUT server '" + draft.id() + "'")
                    .with("existing_id", draft.id());
        }
        NutServers.Server made = servers.create(draft, call.member("password"), actors.name(call));
        return Reply.created(write(made), "/api/nut/servers/" + made.id())
                .withVersion(made.version());
    }

    /** The whole record, but for a password that is left out. */
    private Reply update(Call call) {
        NutServers.Server before = existing(call.text("id"));
        ETags.check(call, before.version());
        NutServers.Server draft = draft(call.body(), servers.usual(), before.id());
        NutServers.Server now =
                servers.update(
                        draft,
                        before.version(),
                        call.member("password"),
                        !call.body().has("password"),
                        actors.name(call));
        return Reply.ok(write(now)).withVersion(now.version());
    }

    /** A stored server, one that is given, or a stored one with other values. */
    private Reply test(Call call) {
        JsonNode body = call.body();
        String id = call.member("id");
        NutServers.Server known = id == null ? null : servers.find(id).orElse(null);
        if (known == null && !body.hasNonNull("host")) {
            throw id == null
                    ? new Problem(ProblemCode.INVALID_REQUEST, "Neither host nor id is given")
                    : Problem.notFound("NUT server", id);
        }
        NutServers.Server tried =
                known == null ? draft(body, servers.usual(), null) : overlaid(known, body);
        if (known != null && !body.has("password") && goesElsewhere(known, tried)) {
            Gate.requireFresh(call.principal(), clock);
        }
        return Reply.ok(
                write(
                        servers.test(
                                tried,
                                call.member("password"),
                                body.path("login_probe").asBoolean(false))));
    }

    /** Its stored password would be told to somebody else, or to everybody on the way. */
    private static boolean goesElsewhere(NutServers.Server known, NutServers.Server tried) {
        return known.passwordSet()
                && (!known.host().equalsIgnoreCase(tried.host())
                        || known.port() != tried.port()
                        || !known.tls().equals(tried.tls()));
    }

    private static NutServers.Server overlaid(NutServers.Server known, JsonNode body) {
        return new NutServers.Server(
                known.id(),
                body.path("host").asText(known.host()),
                body.path("port").asInt(known.port()),
                body.hasNonNull("username") ? body.get("username").asText() : known.username(),
                known.passwordSet(),
                body.path("tls").asText(known.tls()),
                body.path("tls_trust").asText(known.tlsTrust()),
                body.has("tls_pin") ? fingerprint(body.get("tls_pin")) : known.tlsPin(),
                known.pollInterval(),
                known.fastInterval(),
                known.heartbeatTimeout(),
                true,
                known.version());
    }

    private Reply trust(Call call) {
        NutServers.Server server = existing(call.text("id"));
        String sha256 = fingerprint(call.body().path("fingerprint"));
        Map<String, Object> audited = new LinkedHashMap<>();
        audited.put("fingerprint", sha256);
        AuditScope.tell(audited);
        servers.trust(server.id(), sha256);
        return Reply.ok(write(server)).withVersion(server.version()).audited(audited);
    }

    private ObjectNode write(NutServers.Tried tried) {
        ObjectNode node = json.object();
        node.put("ok", tried.ok());
        node.set("steps", json.tree(tried.steps()));
        node.put("latency_ms", tried.latencyMillis());
        node.put("message", tried.message());
        node.put("server_version", tried.serverVersion());
        node.put("protocol", tried.protocol());
        node.put("tls", tried.tls());
        node.put("credentials", tried.credentials());
        node.set(
                "ups",
                json.array(
                        tried.ups(),
                        ups ->
                                json.object()
                                        .put("name", ups.name())
                                        .put("description", ups.description())
                                        .put("status", ups.status())));
        return node;
    }

    private Reply delete(Call call) {
        NutServers.Server server = existing(call.text("id"));
        ETags.check(call, server.version());
        boolean used =
                ups.all().stream()
                        .anyMatch(
                                view ->
                                        view.serverId().equals(server.id())
                                                && !view.facts().absent()
                                                && view.facts().outageId() != null);
        if (used) {
            throw new Problem(
                    ProblemCode.IN_USE,
                    "A UPS of '" + server.id() + "' is in an outage; it must be watched");
        }
        servers.delete(server.id(), actors.name(call));
        return Reply.noContent();
    }

    private NutServers.Server existing(String id) {
        return servers.find(id).orElseThrow(() -> Problem.notFound("NUT server", id));
    }

    /**
     * @param own id of the server that the body changes, or null
     */
    private static NutServers.Server draft(JsonNode body, NutServers.Usual usual, String own) {
        String host = body.get("host").asText();
        int port = body.path("port").asInt(3493);
        String id = body.path("id").asText(own == null ? slug(host, port) : own);
        if (own != null && !own.equals(id)) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "id is '" + id + "', expected '" + own + "': UPSs are named after it");
        }
        String tls = body.path("tls").asText("auto");
        String trust = body.path("tls_trust").asText("first-use");
        String pin = fingerprint(body.path("tls_pin"));
        checkTrust(tls, trust, pin);
        return new NutServers.Server(
                id,
                host,
                port,
                body.hasNonNull("username") ? body.get("username").asText() : null,
                body.hasNonNull("password"),
                tls,
                trust,
                pin,
                duration(body, "poll_interval", usual.pollInterval()),
                duration(body, "fast_interval", usual.fastInterval()),
                duration(body, "heartbeat_timeout", usual.heartbeatTimeout()),
                body.path("enabled").asBoolean(true),
                1);
    }

    private static void checkTrust(String tls, String trust, String pin) {
        if (tls.equals("required") && trust.equals("none")) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "tls required with tls_trust none would believe anybody: expected first-use, ca"
                            + " or pin");
        }
        if (trust.equals("pin") && pin == null) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    "tls_trust is pin: expected tls_pin, the SHA-256 of the certificate");
        }
    }

    private static String fingerprint(JsonNode text) {
        return text.isTextual() ? text.textValue().replace(":", "").toLowerCase(Locale.ROOT) : null;
    }

    private static String slug(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT) + (port == 3493 ? "" : "-" + port);
        String slug = name.replaceAll("[^a-z0-9._-]", "-").replaceFirst("^[^a-z0-9]+", "");
        return slug.substring(0, Math.min(64, slug.length()));
    }

    private static Duration duration(JsonNode body, String member, Duration otherwise) {
        if (!body.hasNonNull(member)) {
            return otherwise;
        }
        String text = body.get(member).asText();
        if (!text.matches("[1-9][0-9]{0,5}(ms|s|m)")) {
            throw new Problem(
                    ProblemCode.INVALID_REQUEST,
                    member + " is '" + text + "', expected a time such as 5s");
        }
        String unit = text.replaceAll("[0-9]", "");
        long number = Long.parseLong(text.substring(0, text.length() - unit.length()));
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private ObjectNode write(NutServers.Server server) {
        NutServers.Status status = servers.status(server.id());
        ObjectNode node = json.object();
        node.put("id", server.id());
        node.put("host", server.host());
        node.put("port", server.port());
        node.put("username", server.username());
        node.putObject("password").put("set", server.passwordSet());
        node.put("tls", server.tls());
        node.put("tls_trust", server.tlsTrust());
        node.put("tls_pin", server.tlsPin());
        node.put("poll_interval", text(server.pollInterval()));
        node.put("fast_interval", text(server.fastInterval()));
        node.put("heartbeat_timeout", text(server.heartbeatTimeout()));
        node.put("enabled", server.enabled());
        node.put("state", status.state());
        node.put(
                "tls_state",
                status.encrypted() == null ? null : status.encrypted() ? "tls" : "none");
        node.put("credentials", status.credentials());
        node.set("ups", json.texts(List.copyOf(status.ups())));
        node.put("last_error", status.lastError());
        node.put("version", server.version());
        return node;
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }
}
