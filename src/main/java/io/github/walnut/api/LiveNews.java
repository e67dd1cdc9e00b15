package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells open sockets of records that are shown with their surroundings. They are read from the
 * store a moment later, on a thread of their own, so that whoever changed them does not wait.
 */
public final class LiveNews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveNews.class);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread daemon = new Thread(task, "live-news");
                        daemon.setDaemon(true);
                        return daemon;
                    });
    private final Live live;
    private final ApiPorts ports;
    private final Json json;
    private final HostJson hosts;
    private final PolicyViews policies;
    private final RouteJson routes;

    LiveNews(Live live, ApiPorts ports, Json json) {
        this.live = live;
        this.ports = ports;
        this.json = json;
        this.hosts = new HostJson(ports, json);
        this.policies = new PolicyViews(ports, json);
        this.routes = new RouteJson(json);
    }

    /** What a host is now; nothing of one that is gone. */
    public void host(String id) {
        later(
                () ->
                        ports.integrations()
                                .find(id)
                                .ifPresent(
                                        host ->
                                                tell(
                                                        "hosts",
                                                        "host.changed",
                                                        id,
                                                        hosts.host(host))));
    }

    /** What a policy is now, without its document; nothing of one that is gone. */
    public void policy(UUID id) {
        later(
                () ->
                        shown(id)
                                .ifPresent(
                                        policy ->
                                                tell(
                                                        "policies",
                                                        "policy.changed",
                                                        id.toString(),
                                                        policy)));
    }

    /** What is shown of a policy now, without its document; empty when it is gone. */
    public Optional<ObjectNode> shown(UUID policyId) {
        return ports.policies().find(policyId).map(policy -> policies.write(policy, false));
    }

    /** What a route is now, or that it is gone. */
    public void route(String id) {
        later(
                () ->
                        ports.routes()
                                .find(id)
                                .ifPresentOrElse(
                                        route ->
                                                tell(
                                                        "routes",
                                                        "route.changed",
                                                        id,
                                                        routes.write(route)),
                                        () ->
                                                tell(
                                                        "routes",
                                                        "route.removed",
                                                        id,
                                                        json.object().put("id", id))));
    }

    private void tell(String topic, String type, String subject, ObjectNode data) {
        live.publish(topic, type, subject, data, false);
    }

    private void later(Runnable telling) {
        if (!thread.isShutdown()) {
            thread.execute(() -> guarded(telling));
        }
    }

    private static void guarded(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.warn("Open sockets are not told of a change: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
