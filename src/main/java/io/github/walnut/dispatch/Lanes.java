package io.github.walnut.dispatch;

import io.github.walnut.run.Call;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Who may call whom now: one turn per host, a number of orders in all, reads beside them. */
final class Lanes {

    private final Settings settings;
    private final Map<String, Turn> turns = new HashMap<>();
    private final Map<String, Integer> readsOn = new HashMap<>();
    private int reads;
    private int orders;
    private int calls;

    /** The step that has a host's turn, and whether a call of it is under way. */
    private record Turn(RunBook book, UUID step, boolean calling) {}

    Lanes(Settings settings) {
        this.settings = settings;
    }

    boolean free(Call call) {
        Step step = call.step();
        String host = step.target().hostId();
        if (call.kind().takesTurn() && !mayTakeTurn(host, step)) {
            return false;
        }
        return call.kind().writes()
                ? orders < settings.maxConcurrentActions()
                : reads < settings.reads()
                        && readsOn.getOrDefault(host, 0) < settings.readsPerHost();
    }

    void take(Call call) {
        String host = call.step().target().hostId();
        calls++;
        if (call.kind().takesTurn()) {
            turns.put(host, new Turn(call.book(), call.step().id(), true));
        }
        if (call.kind().writes()) {
            orders++;
        } else {
            reads++;
            readsOn.merge(host, 1, Integer::sum);
        }
    }

    /** The caller waits for this call no longer. */
    void answered(Call call) {
        if (call.kind().writes()) {
            orders--;
        } else {
            reads--;
        }
    }

    /** The call occupies its target no longer; a probe that went well keeps the turn. */
    void over(Call call, boolean keepTurn) {
        String host = call.step().target().hostId();
        calls--;
        if (!call.kind().writes()) {
            readsOn.computeIfPresent(host, (id, n) -> n == 1 ? null : n - 1);
        }
        if (call.kind().takesTurn()) {
            turns.computeIfPresent(
                    host, (id, t) -> keepTurn ? new Turn(t.book(), t.step(), false) : null);
        }
    }

    /** Gives back the turns of steps that ended while they waited. */
    void sweep() {
        turns.values().removeIf(t -> !t.calling() && RunBook.settled(t.book().step(t.step())));
    }

    boolean idle() {
        return calls == 0;
    }

    private boolean mayTakeTurn(String host, Step step) {
        Turn turn = turns.get(host);
        return turn == null || !turn.calling() && turn.step().equals(step.id());
    }
}
