package io.github.walnut.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.component.walnut.Outgoing;
import io.github.walnut.component.walnut.Signal;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Findings;
import io.github.walnut.policy.json.DocumentDiff;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents of routes that operators wrote: checked, tried, kept, and run in a context of their
 * own. Changes come one after the other.
 */
public final class UserRoutes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UserRoutes.class);

    private final UserRouteStore store;
    private final RouteSurroundings surroundings;
    private final Outgoing outgoing;
    private final RouteTrial trial;
    private final Clock clock;
    private volatile Map<String, Held> documents = Map.of();
    private volatile Consumer<String> listener = route -> {};

    /** Null until a document is there: an installation without any has no use for it. */
    private volatile UserContext context;

    /**
     * A document in memory.
     *
     * @param failure why its routes do not run though they should, or null
     */
    private record Held(UserRoute document, CheckedRoutes checked, RouteCounts.Failure failure) {

        List<String> ids() {
            return checked.blocked() ? List.of(document.id()) : checked.ids();
        }
    }

    /** What stands against a stored document in this version of the program. */
    public record Checked(String id, boolean enabled, List<Finding> findings) {}

    public UserRoutes(
            UserRouteStore store, RouteSurroundings surroundings, Outgoing outgoing, Clock clock) {
        this.store = store;
        this.surroundings = surroundings;
        this.trial = new RouteTrial(clock);
        this.clock = clock;
        this.outgoing = outgoing;
    }

    /** Who hears the id of each route that is another now, or gone. */
    public void onChange(Consumer<String> newListener) {
        listener = newListener;
    }

    /**
     * Starts what is enabled. A document that is refused now stays as it is and is shown failed.
     *
     * @param safe starts none: they may be why the program ended
     */
    public synchronized void start(boolean safe) {
        for (UserRoute document : store.all()) {
            CheckedRoutes checked = check(document.source(), document.id());
            Held held = new Held(document, checked, null);
            hold(safe ? held : started(held));
        }
    }

    /** Tells the routes that have asked; returns at once. */
    public void tell(Signal signal) {
        if (context != null) {
            context.tell(signal);
        }
    }

    /** Whether some route has asked for signals of this kind. */
    public boolean heard(String kind) {
        return context != null && context.heard(kind);
    }

    /** By id. */
    public List<RouteView> all() {
        return documents.values().stream()
                .flatMap(held -> held.ids().stream().map(id -> view(held, id)))
                .toList();
    }

    /** Of every document, by id. */
    public List<Checked> checked() {
        return documents.values().stream().map(UserRoutes::checked).toList();
    }

    private static Checked checked(Held held) {
        List<Finding> findings = new ArrayList<>(held.checked().findings());
        if (held.failure() != null && !held.checked().blocked()) {
            findings.add(RouteTrial.finding(held.failure().message()));
        }
        return new Checked(held.document().id(), held.document().enabled(), findings);
    }

    public Optional<RouteView> find(String routeId) {
        return holder(routeId).map(held -> view(held, routeId));
    }

    public List<RouteNode> nodes(String routeId) {
        return context == null ? List.of() : context.routes().nodes(routeId);
    }

    /** The document that holds the route. */
    public Optional<UserRoute> document(String routeId) {
        return holder(routeId).map(Held::document);
    }

    /** Newest first. */
    public List<UserRoute.Version> versions(String documentId) {
        return store.versions(documentId);
    }

    /**
     * What stands against saving a text; it is started for a trial.
     *
     * @param documentId of the document that it shall replace, or null
     */
    public List<Finding> validate(RouteSource source, String documentId) {
        CheckedRoutes checked = check(source, documentId);
        List<Finding> findings = new ArrayList<>(checked.findings());
        if (!checked.blocked()) {
            trial.trouble(checked).ifPresent(findings::add);
        }
        return findings;
    }

    /** Id of the document that a text would make, when there is one with it already. */
    public Optional<String> existing(RouteSource source) {
        String id = new RouteCheck(surroundings).read(source).documentId();
        return Optional.ofNullable(id).filter(documents::containsKey);
    }

    /**
     * What differs between two texts, part by part.
     *
     * @param before null for none
     * @param after null for none
     */
    public static List<DocumentDiff.Change> changes(RouteSource before, RouteSource after) {
        return DocumentDiff.between(tree(before), tree(after));
    }

    private static JsonNode tree(RouteSource source) {
        return source == null ? null : RouteCheck.tree(source, new Findings());
    }

    /**
     * @throws RouteBlockedException with what stands against it
     * @throws IllegalStateException when it was kept and does not run
     */
    public synchronized UserRoute create(RouteSource source, String actor) {
        CheckedRoutes checked = approved(source, null);
        return swap(
                null,
                new UserRoute(checked.documentId(), source, true, 1, clock.instant(), actor),
                checked);
    }

    /** As {@link #create}; the version before goes on until the new one has proven itself. */
    public synchronized UserRoute replace(UserRoute before, RouteSource source, String actor) {
        CheckedRoutes checked = approved(source, before.id());
        return swap(
                before,
                new UserRoute(
                        before.id(),
                        source,
                        before.enabled(),
                        before.version() + 1,
                        clock.instant(),
                        actor),
                checked);
    }

    public synchronized void delete(UserRoute document) {
        halt(documents.get(document.id()));
        store.delete(document.id());
        Map<String, Held> left = new TreeMap<>(documents);
        Held gone = left.remove(document.id());
        documents = left;
        gone.ids().forEach(listener);
    }

    /**
     * @throws IllegalStateException when it does not start
     */
    public synchronized void enable(UserRoute document, boolean enabled) {
        Held held = documents.get(document.id());
        halt(held);
        store.enable(document.id(), enabled);
        Held now = started(new Held(document.with(enabled), held.checked(), null));
        hold(now);
        if (now.failure() != null) {
            throw new IllegalStateException(now.failure().message());
        }
    }

    private UserRoute swap(UserRoute before, UserRoute after, CheckedRoutes checked) {
        store.save(after);
        Held old = before == null ? null : documents.get(before.id());
        if (old != null) {
            halt(old);
        }
        Held now = started(new Held(after, checked, null));
        hold(now);
        if (now.failure() != null) {
            if (old != null) {
                putBack(old, after);
            }
            throw new IllegalStateException(now.failure().message());
        }
        return after;
    }

    /** The text before runs again, as the newest version. */
    private void putBack(Held old, UserRoute after) {
        UserRoute again =
                new UserRoute(
                        after.id(),
                        old.document().source(),
                        old.document().enabled(),
                        after.version() + 1,
                        clock.instant(),
                        after.updatedBy());
        store.save(again);
        hold(started(new Held(again, old.checked(), null)));
    }

    private CheckedRoutes approved(RouteSource source, String documentId) {
        CheckedRoutes checked = check(source, documentId);
        if (checked.blocked()) {
            throw new RouteBlockedException(checked.findings());
        }
        trial.trouble(checked)
                .ifPresent(
                        trouble -> {
                            throw new RouteBlockedException(List.of(trouble));
                        });
        return checked;
    }

    private CheckedRoutes check(RouteSource source, String documentId) {
        CheckedRoutes checked = new RouteCheck(beside(documentId)).read(source);
        if (documentId == null || documentId.equals(checked.documentId()) || checked.blocked()) {
            return checked;
        }
        Findings findings = new Findings();
        findings.addAll(checked.findings());
        findings.schema(
                "",
                "other_id",
                "The first route is '" + checked.documentId() + "', expected '" + documentId + "'",
                null);
        return new CheckedRoutes(checked.descriptions(), checked.camel(), findings.sorted());
    }

    /** What a document is checked against: the core, and all other documents. */
    private RouteSurroundings beside(String documentId) {
        return new RouteSurroundings() {
            @Override
            public boolean core(String routeId) {
                return surroundings.core(routeId)
                        || holder(routeId)
                                .filter(held -> !held.document().id().equals(documentId))
                                .isPresent();
            }

            @Override
            public boolean policy(UUID id) {
                return surroundings.policy(id);
            }

            @Override
            public boolean channel(String id) {
                return surroundings.channel(id);
            }

            @Override
            public Optional<RouteConnection> connection(String id) {
                return surroundings.connection(id);
            }
        };
    }

    private Held started(Held held) {
        if (!held.document().enabled()) {
            return held;
        }
        if (held.checked().blocked()) {
            Finding first = held.checked().findings().get(0);
            return failed(held, "refused at " + first.pointer() + ": " + first.message());
        }
        try {
            running().add(held.checked());
            return held;
        } catch (Exception e) {
            return failed(held, RouteTrial.reason(e));
        }
    }

    private Held failed(Held held, String why) {
        LOG.error("Routes {} do not run: {}", held.ids(), why);
        return new Held(
                held.document(), held.checked(), new RouteCounts.Failure(clock.instant(), why));
    }

    private UserContext running() throws Exception {
        if (context == null) {
            context = new UserContext(outgoing, clock);
        }
        return context;
    }

    private void halt(Held held) {
        try {
            running().remove(held.ids());
        } catch (Exception e) {
            throw new IllegalStateException(
                    "routes " + held.ids() + " do not stop: " + RouteTrial.reason(e), e);
        }
    }

    private void hold(Held held) {
        Map<String, Held> all = new TreeMap<>(documents);
        Held before = all.put(held.document().id(), held);
        documents = all;
        Set<String> ids = new TreeSet<>(held.ids());
        if (before != null) {
            ids.addAll(before.ids());
        }
        ids.forEach(listener);
    }

    private Optional<Held> holder(String routeId) {
        return documents.values().stream().filter(h -> h.ids().contains(routeId)).findFirst();
    }

    private RouteView view(Held held, String id) {
        UserRoute document = held.document();
        return Optional.ofNullable(context)
                .flatMap(running -> running.routes().find(id))
                .orElseGet(() -> idle(held, id))
                .of(document.id(), document.version(), held.checked().descriptions().get(id));
    }

    private static RouteView idle(Held held, String id) {
        return new RouteView(
                id,
                held.checked().descriptions().get(id),
                held.failure() == null ? "stopped" : "failed",
                held.checked().from(id),
                new RouteCounts(0, 0, 0, null, null, held.failure()),
                null,
                true,
                null,
                null);
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }
}
