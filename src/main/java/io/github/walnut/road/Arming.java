package io.github.walnut.road;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The global switch. While it is off every match is a dry run. */
public final class Arming implements BooleanSupplier {

    private final AtomicBoolean armed;

    public Arming(boolean armed) {
        this.armed = new AtomicBoolean(armed);
    }

    public void set(boolean value) {
        armed.set(value);
    }

    @Override
    public boolean getAsBoolean() {
        return armed.get();
    }
}
