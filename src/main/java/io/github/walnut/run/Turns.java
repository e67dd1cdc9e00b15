package io.github.walnut.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Who goes first: orders and what leads to them before readings; among orders the more urgent
 * policy, then the older run, then the earlier step; among readings the one that has waited
 * longest.
 */
public final class Turns {

    private static final Comparator<Call> ORDER =
            Comparator.<Call, Boolean>comparing(call -> !call.kind().takesTurn())
                    .thenComparing(call -> call.kind().takesTurn() ? Instant.MIN : call.due())
                    .thenComparingInt(call -> call.book().run().priority())
                    .thenComparing(call -> call.book().run().createdAt())
                    .thenComparing(call -> call.book().run().id())
                    .thenComparingInt(call -> call.step().position());

    private Turns() {}

    public static List<Call> inOrder(List<Call> calls) {
        return calls.stream().sorted(ORDER).toList();
    }
}
