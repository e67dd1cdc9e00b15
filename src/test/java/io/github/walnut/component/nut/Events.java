package io.github.walnut.component.nut;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a listener hears. */
final class Events implements NutServerListener {

    private final List<NutServerEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void on(NutServerEvent event) {
        events.add(event);
    }

    <T extends NutServerEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends NutServerEvent> T first(Class<T> type) {
        return await(type.getSimpleName())
                .atMost(Received.LIMIT)
                .until(() -> all(type).stream().findFirst().orElse(null), e -> e != null);
    }
}
