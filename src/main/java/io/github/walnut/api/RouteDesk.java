package io.github.walnut.api;

import io.github.walnut.routes.RouteNode;
import io.github.walnut.routes.RouteView;
import java.util.List;
import java.util.Optional;

/** The routes of the program and those of operators. */
public interface RouteDesk {

    /** By id. */
    List<RouteView> all();

    Optional<RouteView> find(String id);

    List<RouteNode> nodes(String id);

    /** The text that it was made from: that of a core route without passwords. */
    Optional<String> source(String id);

    /** False when the configuration keeps it off. */
    boolean startable(String id);

    /**
     * @throws IllegalStateException when it does not start
     */
    void start(String id);

    /**
     * @throws IllegalStateException when it does not stop
     */
    void stop(String id);
}
