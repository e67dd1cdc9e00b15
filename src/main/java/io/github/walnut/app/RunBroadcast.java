package io.github.walnut.app;

import io.github.walnut.run.Countdown;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.Step;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands each change on to listeners that may come after the dispatcher. */
final class RunBroadcast implements RunListener {

    private final List<RunListener> listeners = new CopyOnWriteArrayList<>();

    void add(RunListener listener) {
        listeners.add(listener);
    }

    @Override
    public void changed(String type, Run run, List<Step> changed) {
        listeners.forEach(listener -> listener.changed(type, run, changed));
    }

    @Override
    public void owed(Run run, List<Obligation> changed) {
        listeners.forEach(listener -> listener.owed(run, changed));
    }

    @Override
    public void countdown(Run run, List<Countdown> ends) {
        listeners.forEach(listener -> listener.countdown(run, ends));
    }

    @Override
    public void gate(Run stopped, String hostId, Gate gate) {
        listeners.forEach(listener -> listener.gate(stopped, hostId, gate));
    }

    @Override
    public void stopped(RunRequest match, UUID byPolicy) {
        listeners.forEach(listener -> listener.stopped(match, byPolicy));
    }
}
