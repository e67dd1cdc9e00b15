package io.github.walnut.api;

import io.github.walnut.run.MaintenanceWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Windows of maintenance in memory. */
final class MemoryMaintenance implements MaintenanceControl {

    /** Done before a window is opened. */
    volatile Runnable before = () -> {};

    private final List<MaintenanceWindow> windows = new ArrayList<>();
    private final TestClock clock;

    MemoryMaintenance(TestClock clock) {
        this.clock = clock;
    }

    @Override
    public List<MaintenanceWindow> windows() {
        return List.copyOf(windows);
    }

    @Override
    public MaintenanceWindow open(Wish wish) {
        before.run();
        MaintenanceWindow window =
                new MaintenanceWindow(
                        UUID.randomUUID(),
                        wish.startsAt(),
                        wish.until(),
                        wish.reason(),
                        wish.actor(),
                        wish.all(),
                        wish.hosts(),
                        wish.policies(),
                        clock.instant());
        windows.add(window);
        return window;
    }

    @Override
    public boolean close(UUID id) {
        return windows.removeIf(window -> window.id().equals(id));
    }
}
