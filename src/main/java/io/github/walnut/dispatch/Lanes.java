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
                : reads < readLimit(call)
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

    /**
     * The caller waits for this call no longer. A question gives the host's turn back with it,
     * unless it went well and the order follows.
     */
    void answered(Call call, boolean keepTurn) {
        if (call.kind().writes()) {
            orders--;
        } else {
            reads--;
            giveBack(call, keepTurn);
        }
    }

    /** The call occupies its target no longer, so the next order may go there. */
    void over(Call call) {
        calls--;
        if (call.kind().writes()) {
            giveBack(call, false);
        } else {
            readsOn.computeIfPresent(host(call), (id, n) -> n == 1 ? null : n - 1);
        }
    }

    private void giveBack(Call call, boolean keepTurn) {
        if (call.kind().takesTurn()) {
            turns.computeIfPresent(
                    host(call), (id, t) -> keepTurn ? new Turn(t.book(), t.step(), false) : null);
        }
    }

    private static String host(Call call) {
        return call.step().target().hostId();
    }

    /** Gives back the turns of steps that ended while they waited, or whose run stands still. */
    void sweep() {
        turns.values()
                .removeIf(
                        t ->
                                !t.calling()
                                        && (RunBook.settled(t.book().step(t.step()))
                                                || t.book().standsStill()));
    }

    boolean idle() {
        return calls == 0;
    }

    int calls() {
        return calls;
    }

    /** Readings leave some room, so that they never hold up the questions before orders. */
    private int readLimit(Call call) {
        return call.kind().takesTurn() ? settings.reads() : Math.max(1, settings.reads() * 3 / 4);
    }

    private boolean mayTakeTurn(String host, Step step) {
        Turn turn = turns.get(host);
        return turn == null || !turn.calling() && turn.step().equals(step.id());
    }
}
