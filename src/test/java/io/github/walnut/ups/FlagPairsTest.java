package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever two flags a device reports, each enters and leaves by itself. */
class FlagPairsTest {

    private static final List<String> FLAGS =
            Arrays.stream(UpsState.values()).filter(s -> !s.derived()).map(Enum::name).toList();

    @TestFactory
    @Requirement("NUT-93")
    List<DynamicTest> each_pair_of_flags_is_held_as_reported_and_told_once() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String a : FLAGS) {
            for (String b : FLAGS) {
                tests.add(DynamicTest.dynamicTest(a + " " + b, () -> hold(a, b)));
            }
        }
        return tests;
    }

    private static void hold(String a, String b) {
        Lab lab = new Lab();
        lab.poll("OL").names();
        lab.polls(120, a + " " + b);

        for (String flag : List.of(a, b)) {
            boolean overruled = flag.equals("OL") && (a + b).contains("OB");
            assertThat(lab.facts().has(UpsState.valueOf(flag))).isEqualTo(!overruled);
        }
        boolean test = (a + " " + b).matches(".*(CAL|TEST).*");
        boolean battery = (a + " " + b).matches(".*\\bOB\\b.*");
        assertThat(lab.facts().holds(UpsState.OB)).isEqualTo(battery && !test);
        assertThat(lab.facts().outageId() != null).isEqualTo(battery && !test);
        assertThat(lab.facts().has(UpsState.CRITICAL))
                .isEqualTo(a.equals("FSD") || b.equals("FSD") || (a + b).matches("OBLB|LBOB"));
        List<String> names = lab.names();
        assertThat(names).doesNotHaveDuplicates();
        lab.polls(120, "OL").polls(700, "OL");
        assertThat(lab.facts().states().keySet()).containsExactly(UpsState.OL);
        assertThat(lab.names().contains("mains_returned")).isEqualTo(battery && !test);
    }
}
