package io.github.walnut.road;

import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsUpdate;
import java.util.function.Consumer;

/** Tells runs under way what became of the power that they depend on. */
public final class PowerNews {

    private final Consumer<UpsFacts> runs;

    public PowerNews(Consumer<UpsFacts> runs) {
        this.runs = runs;
    }

    public void updated(UpsUpdate update) {
        runs.accept(update.facts());
    }
}
