package io.github.walnut.ups;

import static io.github.walnut.ups.CriticalConfig.Profile.UPSMON;
import static io.github.walnut.ups.CriticalConfig.Profile.WALNUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CriticalEvaluatorTest {

    private static final List<UpsState> FLAGS =
            List.of(
                    UpsState.OB,
                    UpsState.LB,
                    UpsState.CAL,
                    UpsState.BYPASS,
                    UpsState.OFF,
                    UpsState.OVER,
                    UpsState.ALARM,
                    UpsState.FSD);

    @Test
    @Requirement({"NUT-90", "NUT-91", "NUT-92"})
    void the_profile_upsmon_agrees_with_the_decision_table_everywhere() {
        for (CriticalConfig config : upsmonConfigs()) {
            CriticalEvaluator evaluator = new CriticalEvaluator(config);
            DecisionTable table = new DecisionTable(config);
            everyInput(
                    input -> {
                        if (evaluator.critical(input) != table.critical(input)) {
                            throw new AssertionError(input + " under " + config);
                        }
                    });
        }
    }

    @Test
    @Requirement("NUT-92")
    void the_profile_walnut_differs_only_where_it_may() {
        CriticalConfig config = CriticalConfig.defaults(WALNUT);
        everyInput(
                input ->
                        CriticalEvaluator.deviation(input, config)
                                .ifPresent(
                                        deviation ->
                                                assertThat(mayDiffer(input))
                                                        .as("%s: %s", input, deviation)
                                                        .isTrue()));
    }

    @Test
    @Requirement("NUT-92")
    void output_off_is_critical_for_walnut_only_when_asked_for() {
        CriticalInput off = input(Set.of(UpsState.OFF), false, 0, 0, 31, 0, false);

        assertThat(new CriticalEvaluator(CriticalConfig.defaults(UPSMON)).critical(off)).isTrue();
        assertThat(new CriticalEvaluator(CriticalConfig.defaults(WALNUT)).critical(off)).isFalse();
        assertThat(new CriticalEvaluator(walnut(Set.of(), true)).critical(off)).isTrue();
        assertThat(CriticalEvaluator.deviation(off, CriticalConfig.defaults(WALNUT)))
                .hasValue(new CriticalEvaluator.Deviation(false, true));
    }

    @Test
    @Requirement("NUT-92")
    void a_listed_last_state_is_critical_for_walnut_once_contact_is_lost() {
        for (UpsState state : List.of(UpsState.CAL, UpsState.BYPASS, UpsState.OVER)) {
            CriticalInput lost = input(Set.of(state), true, 40, 0, 0, 0, false);
            CriticalInput heard = input(Set.of(state), false, 0, 0, 0, 0, false);
            CriticalEvaluator listed = new CriticalEvaluator(walnut(Set.of(state), false));

            assertThat(listed.critical(lost)).isTrue();
            assertThat(listed.critical(heard)).isFalse();
            assertThat(new CriticalEvaluator(walnut(Set.of(), false)).critical(lost)).isFalse();
        }
    }

    @Test
    @Requirement("NUT-91")
    void a_site_is_critical_when_too_few_supplies_are_left() {
        CriticalEvaluator evaluator = new CriticalEvaluator(CriticalConfig.defaults(UPSMON));
        Map<String, Integer> powers = Map.of("a", 1, "b", 1, "monitor", 0);

        assertThat(evaluator.siteCritical(powers, Set.of())).isFalse();
        assertThat(evaluator.siteCritical(powers, Set.of("a"))).isFalse();
        assertThat(evaluator.siteCritical(powers, Set.of("a", "b"))).isTrue();
        assertThat(evaluator.siteCritical(powers, Set.of("a", "b", "monitor"))).isTrue();
    }

    /** Silence over a last state, a test that explains the battery, or an output that is off. */
    private static boolean mayDiffer(CriticalInput input) {
        boolean lastState =
                input.contactLost()
                        && (input.has(UpsState.CAL)
                                || input.has(UpsState.BYPASS)
                                || input.has(UpsState.OFF)
                                || input.has(UpsState.ALARM)
                                || input.has(UpsState.OVER));
        return lastState || input.excused() || input.has(UpsState.CAL) || input.has(UpsState.OFF);
    }

    private static List<CriticalConfig> upsmonConfigs() {
        List<CriticalConfig> configs = new ArrayList<>();
        for (CriticalConfig.Role role : CriticalConfig.Role.values()) {
            for (int over : new int[] {-1, 0, 30}) {
                for (int off : new int[] {-1, 30}) {
                    for (int low : new int[] {0, 10}) {
                        for (boolean alarm : new boolean[] {true, false}) {
                            configs.add(upsmon(role, over, off, low, alarm));
                        }
                    }
                }
            }
        }
        configs.add(CriticalConfig.defaults(UPSMON));
        return configs;
    }

    private static CriticalConfig upsmon(
            CriticalConfig.Role role, int over, int off, int low, boolean alarm) {
        return new CriticalConfig(
                UPSMON,
                Duration.ofSeconds(15),
                Duration.ofSeconds(off),
                Duration.ofSeconds(low),
                Duration.ofSeconds(over),
                alarm,
                Duration.ofSeconds(15),
                role,
                1,
                Set.of(),
                false,
                true);
    }

    private static CriticalConfig walnut(Set<UpsState> commLossCritical, boolean offCritical) {
        CriticalConfig c = CriticalConfig.defaults(WALNUT);
        return new CriticalConfig(
                WALNUT,
                c.deadTime(),
                c.offDuration(),
                c.lowBatteryDuration(),
                c.overDuration(),
                c.alarmCritical(),
                c.hostSync(),
                c.role(),
                c.minSupplies(),
                commLossCritical,
                offCritical,
                true);
    }

    /** Every set of flags, with and without contact, at every age on both sides of each limit. */
    private static void everyInput(Consumer<CriticalInput> check) {
        for (int bits = 0; bits < 1 << FLAGS.size(); bits++) {
            Set<UpsState> flags = EnumSet.noneOf(UpsState.class);
            for (int i = 0; i < FLAGS.size(); i++) {
                if ((bits >> i & 1) == 1) {
                    flags.add(FLAGS.get(i));
                }
            }
            everyAge(flags, check);
        }
    }

    private static void everyAge(Set<UpsState> flags, Consumer<CriticalInput> check) {
        for (int age : new int[] {0, 30, 31}) {
            for (int low : new int[] {0, 10, 15, 25}) {
                check.accept(input(flags, false, 0, age, age, low, false));
                for (int silence : new int[] {1, 14, 15, 24, 25, 30, 40}) {
                    check.accept(input(flags, true, silence, age, age, low, false));
                    check.accept(input(flags, true, silence, age, age, low, true));
                }
            }
        }
        check.accept(
                new CriticalInput(
                        false,
                        flags,
                        false,
                        true,
                        Duration.ofDays(1),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        false));
    }

    private static CriticalInput input(
            Set<UpsState> flags,
            boolean lost,
            int silence,
            int over,
            int off,
            int low,
            boolean before) {
        return new CriticalInput(
                true,
                flags,
                flags.contains(UpsState.CAL),
                lost,
                Duration.ofSeconds(silence),
                Duration.ofSeconds(over),
                Duration.ofSeconds(off),
                Duration.ofSeconds(low),
                before);
    }
}
