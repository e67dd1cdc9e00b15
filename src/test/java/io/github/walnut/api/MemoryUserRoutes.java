package io.github.walnut.api;

import io.github.walnut.routes.UserRoute;
import io.github.walnut.routes.UserRouteStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Routes of operators in memory. */
final class MemoryUserRoutes implements UserRouteStore {

    private final Map<String, UserRoute> documents = new TreeMap<>();
    private final Map<String, List<UserRoute.Version>> versions = new TreeMap<>();

    @Override
    public List<UserRoute> all() {
        return List.copyOf(documents.values());
    }

    @Override
    public void save(UserRoute document) {
        documents.put(document.id(), document);
        versions.computeIfAbsent(document.id(), id -> new ArrayList<>())
                .add(
                        0,
                        new UserRoute.Version(
                                document.version(),
                                document.source(),
                                document.updatedAt(),
                                document.updatedBy()));
    }

    @Override
    public void enable(String id, boolean enabled) {
        UserRoute before = documents.get(id);
        documents.put(
                id,
                new UserRoute(
                        id,
                        before.source(),
                        enabled,
                        before.version(),
                        before.updatedAt(),
                        before.updatedBy()));
    }

    @Override
    public void delete(String id) {
        documents.remove(id);
        versions.remove(id);
    }

    @Override
    public List<UserRoute.Version> versions(String id) {
        return versions.getOrDefault(id, List.of());
    }
}
