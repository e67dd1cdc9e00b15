package io.github.walnut.app;

import io.github.walnut.api.RouteDesk;
import io.github.walnut.routes.RouteNode;
import io.github.walnut.routes.RouteView;
import io.github.walnut.routes.UserRoute;
import io.github.walnut.routes.UserRoutes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The routes of the program and those of operators, as one list. */
public final class AllRoutes implements RouteDesk {

    private final CoreRoutes core;
    private final UserRoutes users;
    private final Runnable started;
    private volatile Consumer<String> listener = route -> {};

    /**
     * @param started is told when somebody starts a route of an operator
     */
    public AllRoutes(CoreRoutes core, UserRoutes users, Runnable started) {
        this.started = started;
        this.core = core;
        this.users = users;
    }

    /** Who hears the id of each route that was started, stopped, changed or removed. */
    void onChange(Consumer<String> newListener) {
        listener = newListener;
        users.onChange(newListener);
    }

    @Override
    public List<RouteView> all() {
        return Stream.concat(core.all().stream(), users.all().stream())
                .sorted(Comparator.comparing(RouteView::id))
                .toList();
    }

    @Override
    public Optional<RouteView> find(String id) {
        return core.find(id).or(() -> users.find(id));
    }

    @Override
    public List<RouteNode> nodes(String id) {
        return core.find(id).isPresent() ? core.nodes(id) : users.nodes(id);
    }

    @Override
    public Optional<String> source(String id) {
        return users.document(id).map(found -> found.source().text()).or(() -> core.source(id));
    }

    @Override
    public boolean startable(String id) {
        return users.document(id).isPresent() || core.startable(id);
    }

    /** A route of an operator starts and stops with its whole document. */
    @Override
    public void start(String id) {
        enable(id, true);
    }

    @Override
    public void stop(String id) {
        enable(id, false);
    }

    private void enable(String id, boolean enabled) {
        Optional<UserRoute> document = users.document(id);
        if (document.isPresent()) {
            users.enable(document.get(), enabled);
            if (enabled) {
                started.run();
            }
        } else if (enabled) {
            core.start(id);
            listener.accept(id);
        } else {
            core.stop(id);
            listener.accept(id);
        }
    }
}
