package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.EventJson;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.ObligationJson;
import io.github.walnut.publish.OutageJson;
import io.github.walnut.publish.RunJson;
import io.github.walnut.publish.UpsJson;
import io.github.walnut.publish.UpsView;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.Severity;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What other rooms tell open sockets, in the words of the protocol. Never blocks. */
public final class LiveFeed implements RunListener {

    private static final int IDS_A_MESSAGE = 500;

    private final Live live;
    private final Json json;
    private final UpsJson upsJson;
    private final EventJson eventJson;
    private final RunJson runJson;
    private final ObligationJson obligationJson;
    private final OutageJson outageJson;
    private final ModeJson modeJson;
    private final Clock clock;
    private final OutageRuns runs = new OutageRuns();

    public LiveFeed(Live live, Json json, Clock clock) {
        this.live = live;
        this.json = json;
        this.upsJson = new UpsJson(json);
        this.eventJson = new EventJson(json);
        this.runJson = new RunJson(json);
        this.obligationJson = new ObligationJson(json);
        this.outageJson = new OutageJson(json);
        this.modeJson = new ModeJson(json);
        this.clock = clock;
    }

    /**
     * @param ofOutage reads the ids of an outage's runs, newest first
     */
    public void runs(Function<UUID, List<UUID>> ofOutage) {
        runs.from(ofOutage);
    }

    /**
     * After each poll, good or failed.
     *
     * @param changed flags, reachability or power source differ; tell others once a second at most
     */
    public void upsStatus(UpsView view, boolean changed) {
        live.publish("ups", "ups_status", view.facts().upsId(), ups(view, changed), !changed);
    }

    /** A UPS that was not known before. */
    public void upsAdded(UpsView view) {
        live.publish("ups", "ups.added", view.facts().upsId(), ups(view, true), false);
    }

    public void upsRemoved(String upsId) {
        live.publish("ups", "ups.removed", upsId, json.object().put("id", upsId), false);
    }

    public void event(Event event) {
        live.publish("events", "event", event.subject().id(), eventJson.write(event), false);
    }

    /** Somebody has seen to these events. */
    public void acknowledged(List<UUID> ids, String by) {
        for (int begin = 0; begin < ids.size(); begin += IDS_A_MESSAGE) {
            List<UUID> some = ids.subList(begin, Math.min(ids.size(), begin + IDS_A_MESSAGE));
            ObjectNode data = json.object();
            data.set("ids", json.texts(some.stream().map(UUID::toString).toList()));
            live.publish("events", "event.acknowledged", null, data.put("by", by), false);
        }
    }

    public void outage(Outage outage) {
        live.publish(
                "events",
                "outage.updated",
                outage.upsId(),
                outageJson.write(outage, clock.instant(), runs.of(outage.id())),
                false);
    }

    public void mode(SystemMode state) {
        live.publish("system", "system.mode", null, modeJson.write(state), false);
    }

    public void settings(String group, int version) {
        live.publish(
                "system",
                "settings.changed",
                group,
                json.object().put("group", group).put("version", version),
                false);
    }

    public void policyDeleted(UUID id) {
        String policy = id.toString();
        live.publish("policies", "policy.deleted", policy, json.object().put("id", policy), false);
    }

    /**
     * A policy will match for a UPS, or will not any more.
     *
     * @param next null when it was withdrawn
     */
    public void policyPending(UUID policyId, String upsId, UpsView.Next next) {
        live.publish(
                "policies",
                "policy.pending",
                policyId.toString(),
                json.object()
                        .put("policy_id", policyId.toString())
                        .put("ups_id", upsId)
                        .put("due_at", next == null ? null : Json.at(next.at()))
                        .put("reason", next == null ? null : next.reason()),
                false);
    }

    public void hostRemoved(String hostId) {
        live.publish("hosts", "host.removed", hostId, json.object().put("id", hostId), false);
    }

    /**
     * A kind of system can be connected now, or is another.
     *
     * @param status valid, invalid or unavailable
     */
    public void typeUpdated(String id, String status) {
        type("integration_type.updated", id, status);
    }

    /** A kind of system is not there any more. */
    public void typeRemoved(String id) {
        type("integration_type.removed", id, "unavailable");
    }

    private void type(String message, String id, String status) {
        live.publish(
                "hosts", message, id, json.object().put("id", id).put("status", status), false);
    }

    /** How many targets of a host came, went, or are told differently now. */
    public void inventory(String hostId, int added, int removed, int changed) {
        live.publish(
                "hosts",
                "inventory.changed",
                hostId,
                json.object()
                        .put("host_id", hostId)
                        .put("added", added)
                        .put("removed", removed)
                        .put("changed", changed),
                false);
    }

    /** A part of the program fares differently now. */
    public void component(SystemReads.Component component) {
        live.publish(
                "system",
                "system.status",
                component.name(),
                new ComponentJson(json).write(component),
                false);
    }

    /** Words for everybody who looks at the console. */
    public void notice(Severity severity, String message) {
        live.publish(
                "system",
                "system.notice",
                null,
                json.object().put("severity", severity.word()).put("message", message),
                false);
    }

    @Override
    public void countdown(Run run, List<Countdown> ends) {
        live.publish(
                "runs", "run.countdown", run.id().toString(), runJson.countdown(run, ends), true);
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        if (type.equals("run.created")) {
            runs.begun(run);
        }
        live.publish("runs", type, run.id().toString(), runJson.change(type, run, changed), false);
    }

    @Override
    public void owed(Run run, List<Obligation> changed) {
        live.publish(
                "runs",
                "recovery.state",
                run.id().toString(),
                obligationJson.change(run, changed),
                false);
    }

    @Override
    public void gate(Run stopped, String hostId, Gate gate) {
        live.publish(
                "runs",
                "recovery.gate",
                stopped.id().toString(),
                obligationJson.change(stopped, hostId, gate),
                false);
    }

    /** The UPS object with the older names that published clients read. */
    ObjectNode ups(UpsView view, boolean changed) {
        Instant now = clock.instant();
        ObjectNode node = upsJson.write(view, now);
        node.put("ups_name", view.name());
        node.put("status", view.facts().last() == null ? null : view.facts().last().status());
        node.put("timestamp", Json.at(now));
        if (changed) {
            node.put("changed", true);
        }
        return node;
    }
}
