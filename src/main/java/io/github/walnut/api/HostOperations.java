package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Marks;
import io.github.walnut.inventory.Sighting;
import io.github.walnut.inventory.Target;
import io.github.walnut.publish.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosts, their targets and what can be done with them. */
final class HostOperations implements Resource {

    /** An inventory that is older is stale. */
    static final Duration STALE_AFTER = Duration.ofSeconds(180);

    private final ApiPorts ports;
    private final Actors actors;
    private final HostJson hostJson;
    private final Pages pages;
    private final Json json;
    private final Clock clock;

    HostOperations(ApiPorts ports, Actors actors, Json json, Pages pages, Clock clock) {
        this.ports = ports;
        this.actors = actors;
        this.hostJson = new HostJson(ports, json);
        this.pages = pages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of(
                "hosts-list", this::list,
                "host-get", this::get,
                "host-inventory", this::inventory,
                "host-capabilities", this::capabilities,
                "host-discover", this::discover);
    }

    private Reply list(Call call) {
        List<Integrations.Connected> found =
                ports.integrations().all().stream()
                        .filter(host -> TargetFilter.host(call, host))
                        .toList();
        return pages.reply(
                pages.cut(call, found, connected -> connected.host().id()), hostJson::host);
    }

    private Reply get(Call call) {
        return Reply.ok(hostJson.host(existing(call)));
    }

    private Reply capabilities(Call call) {
        return Reply.ok(
                json.array(
                        ports.inventory().capabilities(existing(call).host().id()).stream()
                                .filter(offer -> !offer.id().equals("inventory.list"))
                                .sorted(Comparator.comparing(Capability::id))
                                .toList(),
                        hostJson::capability));
    }

    private Reply discover(Call call) {
        return new JobJson(json)
                .accepted(ports.longWork().discover(existing(call).host().id(), actors.name(call)));
    }

    private Reply inventory(Call call) {
        String host = existing(call).host().id();
        String type = HostJson.type(ports.inventory(), host, call.text("type"));
        List<String> types = type == null ? HostJson.types(ports.inventory(), host) : List.of(type);
        boolean refresh = refresh(call, host, types);
        Optional<InventoryRefresh.Failure> failure =
                refresh
                        ? ports.refresh().refresh(host, type, "full".equals(call.text("refresh")))
                        : Optional.empty();
        return answer(call, host, types, refresh, failure);
    }

    /** A plain read asks the target only when it was never read. */
    private boolean refresh(Call call, String host, List<String> types) {
        String wish = call.text("refresh");
        boolean wanted = wish != null && !wish.equals("false");
        if (call.flag("cached_only")) {
            if (wanted) {
                throw new Problem(
                        ProblemCode.INVALID_PARAMETER,
                        "refresh is '" + wish + "', expected none with cached_only");
            }
            return false;
        }
        return wanted
                || types.stream().anyMatch(type -> ports.inventory().readAt(host, type).isEmpty());
    }

    private Reply answer(
            Call call,
            String host,
            List<String> types,
            boolean refreshed,
            Optional<InventoryRefresh.Failure> failure) {
        Inventory inventory = ports.inventory();
        List<Capability> offers = inventory.capabilities(host);
        List<Target> found =
                types.stream()
                        .flatMap(type -> inventory.targets(host, type).stream())
                        .filter(target -> TargetFilter.target(call, target))
                        .toList();
        Page<Target> page = pages.cut(call, found, Target::id);
        Optional<Instant> at =
                types.stream()
                        .map(type -> inventory.readAt(host, type))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder());
        ObjectNode node = json.object();
        Map<String, Marks> marks = ports.marks().of(host);
        Map<String, Sighting> seen =
                ports.marks().seen(host, page.items().stream().map(Target::id).toList());
        node.set(
                "items",
                json.array(
                        page.items(),
                        target ->
                                hostJson.target(
                                        target,
                                        offers,
                                        marks.getOrDefault(target.id(), Marks.NONE),
                                        seen.getOrDefault(target.id(), Sighting.NONE))));
        node.put("next_cursor", page.nextCursor());
        if (page.total() != null) {
            node.put("total", page.total());
        }
        node.put("inventory_at", Json.at(at.orElse(null)));
        node.put("stale", at.map(this::old).orElse(true) || failure.isPresent());
        node.put("refreshed", refreshed && failure.isEmpty());
        node.set(
                "error",
                failure.map(
                                why ->
                                        json.object()
                                                .put("class", why.errorClass().word())
                                                .put("message", why.message()))
                        .orElse(null));
        return Reply.ok(node);
    }

    private boolean old(Instant readAt) {
        return readAt.plus(STALE_AFTER).isBefore(clock.instant());
    }

    private Integrations.Connected existing(Call call) {
        String id = call.text("id");
        return ports.integrations().find(id).orElseThrow(() -> Problem.notFound("host", id));
    }
}
