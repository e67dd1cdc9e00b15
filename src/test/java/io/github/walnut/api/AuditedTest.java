package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.store.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done where the store does not see it, for every such operation of the contract. */
class AuditedTest {

    private static final Set<String> ALWAYS =
            Set.of("run-cancel", "run-hold", "run-postpone", "runs-hold");
    private static final Set<String> IN_AN_OUTAGE =
            Set.of(
                    "host-action",
                    "obligation-retry",
                    "policy-run",
                    "run-recover",
                    "run-resume",
                    "run-step-retry",
                    "run-step-skip",
                    "runs-resume");

    /** Takes rows only while it is there. */
    private static final class Trail implements AuditTrail {
        private final List<Entry> rows = new ArrayList<>();
        private final List<Entry> later = new ArrayList<>();
        private boolean there = true;
        private boolean outage;
        private int settled;

        @Override
        public void write(Entry entry) {
            if (!there) {
                throw new StoreUnavailableException("tested", null);
            }
            rows.add(entry);
        }

        @Override
        public void writeInTime(Entry entry) {
            later.add(entry);
        }

        @Override
        public boolean outage() {
            return outage;
        }

        @Override
        public void settle() {
            settled++;
        }
    }

    private final Trail trail = new Trail();
    private final AtomicInteger effects = new AtomicInteger();
    private Supplier<Reply> answer = Reply::noContent;

    static Stream<Operation> ahead() throws Exception {
        return new ContractReader(Files.readString(Path.of("src/main/resources/openapi.yaml")))
                .contract().operations().stream()
                        .filter(operation -> Audited.AHEAD.contains(operation.id()));
    }

    private Reply ask(Operation operation) {
        Map<String, Object> values = new LinkedHashMap<>();
        operation.parameters().forEach(each -> values.put(each.name(), UUID.randomUUID() + ""));
        Call call =
                new Call(
                        operation,
                        null,
                        values,
                        null,
                        null,
                        null,
                        null,
                        new Call.Envelope(
                                "request-1",
                                "::1",
                                null,
                                null,
                                true,
                                true,
                                Map.of(),
                                new CookieNames(true)));
        return new Audited(trail, new MemoryRuns(new TestClock()), new Actors(new MemoryUsers()))
                .handle(
                        call,
                        asked -> {
                            effects.incrementAndGet();
                            return answer.get();
                        });
    }

    @ParameterizedTest
    @MethodSource("ahead")
    @Requirement("SEC-71")
    void its_row_is_there_before_the_effect_and_what_came_of_it_afterwards(Operation operation) {
        ask(operation);

        assertThat(trail.rows)
                .extracting(AuditTrail.Entry::action, AuditTrail.Entry::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(operation.id(), Audited.BEGUN));
        assertThat(trail.later)
                .extracting(AuditTrail.Entry::outcome, AuditTrail.Entry::requestId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ok", "request-1"));
    }

    @ParameterizedTest
    @MethodSource("ahead")
    @Requirement("SEC-71")
    void without_its_row_nothing_is_done_except_what_holds_back(Operation operation) {
        trail.there = false;
        if (ALWAYS.contains(operation.id())) {
            ask(operation);
            assertThat(effects).hasValue(1);
            assertThat(trail.later).hasSize(1);
        } else {
            assertThatThrownBy(() -> ask(operation)).isInstanceOf(StoreUnavailableException.class);
            assertThat(effects).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("ahead")
    @Requirement("SEC-71")
    void in_an_outage_runs_are_not_kept_waiting_and_all_else_is(Operation operation) {
        trail.there = false;
        trail.outage = true;
        if (ALWAYS.contains(operation.id()) || IN_AN_OUTAGE.contains(operation.id())) {
            ask(operation);
            assertThat(effects).hasValue(1);
            assertThat(trail.later).hasSize(1);
            assertThat(trail.settled).isZero();
        } else {
            assertThatThrownBy(() -> ask(operation)).isInstanceOf(StoreUnavailableException.class);
            assertThat(effects).hasValue(0);
            assertThat(trail.settled).isEqualTo(1);
        }
    }

    @Test
    @Requirement("SEC-71")
    void what_holds_back_is_refused_for_its_own_reason_when_the_row_has_to_wait() throws Exception {
        trail.there = false;
        Operation hold = ahead().filter(each -> each.id().equals("run-hold")).findFirst().get();
        answer =
                () -> {
                    throw new Problem(ProblemCode.RUN_CLOSED, "run 1 is over");
                };
        assertThatThrownBy(() -> ask(hold)).isInstanceOf(Problem.class).hasMessage("run 1 is over");
        assertThat(trail.later)
                .extracting(AuditTrail.Entry::outcome)
                .containsExactly(ProblemCode.RUN_CLOSED.word());
    }

    @Test
    void all_of_them_are_operations_whose_rows_the_contract_asks_for() throws Exception {
        assertThat(ahead().filter(Operation::audit).map(Operation::id))
                .containsExactlyInAnyOrderElementsOf(Audited.AHEAD);
    }
}
