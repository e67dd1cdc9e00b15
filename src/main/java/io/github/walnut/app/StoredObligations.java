package io.github.walnut.app;

import io.github.walnut.api.ObligationControl;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.dispatch.Restarts;
import io.github.walnut.run.Obligation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is owed, for the API: through the dispatcher, which alone changes it. */
record StoredObligations(Dispatcher dispatcher) implements ObligationControl {

    @Override
    public List<Owed> owed() {
        return dispatcher.restarts().owed().entrySet().stream()
                .map(each -> new Owed(each.getKey(), each.getValue()))
                .toList();
    }

    @Override
    public Optional<Obligation> dismiss(UUID id, String reason, String actor) {
        return dispatcher.restarts().dismiss(id, actor + ": " + reason);
    }

    @Override
    public Optional<Obligation> retry(UUID id, String actor) {
        return dispatcher.restarts().retry(id);
    }

    @Override
    public UUID recover(UUID runId, boolean gates, String actor) {
        try {
            return dispatcher.restarts().recover(runId, gates, actor);
        } catch (Restarts.RefusedException e) {
            throw new Problem(ProblemCode.CONFLICT, e.getMessage());
        }
    }
}
