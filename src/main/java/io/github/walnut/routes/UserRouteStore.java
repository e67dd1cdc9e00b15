package io.github.walnut.routes;

import java.util.List;

/** Where documents of routes are kept. */
public interface UserRouteStore {

    /** By id. */
    List<UserRoute> all();

    /** Writes a new document, or a new version of one, and remembers its text. */
    void save(UserRoute document);

    void enable(String id, boolean enabled);

    void delete(String id);

    /** Newest first. */
    List<UserRoute.Version> versions(String id);
}
