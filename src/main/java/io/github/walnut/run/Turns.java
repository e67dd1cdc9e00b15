package io.github.walnut.run;

import java.util.Comparator;
import java.util.List;

/** Who goes first: the more urgent policy, then the older run, then the earlier step. */
public final class Turns {

    private static final Comparator<Call> ORDER =
            Comparator.<Call>comparingInt(call -> call.book().run().priority())
                    .thenComparing(call -> call.book().run().createdAt())
                    .thenComparing(call -> call.book().run().id())
                    .thenComparingInt(call -> call.step().position());

    private Turns() {}

    public static List<Call> inOrder(List<Call> calls) {
        return calls.stream().sorted(ORDER).toList();
    }
}
