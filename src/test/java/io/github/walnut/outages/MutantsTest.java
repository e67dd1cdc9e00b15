package io.github.walnut.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A judge is worth what it finds. Each mutant is the core with one deliberate bug: the source of
 * one class is changed, compiled and loaded beside the real one, and seeds are played until the
 * judge objects.
 */
class MutantsTest {

    private static final int MOST = 500;
    private static final Path MAIN = Path.of("src/main/java/io/github/walnut");

    /**
     * @param found the seed at which somebody objected when it was last looked for: most seeds
     *     before it say nothing, and each class is compiled anew for each mutant
     * @param file below the root package
     * @param code that stands there, once
     * @param bug what stands there instead
     */
    private record Mutant(String name, int found, String file, String code, String bug) {}

    private static final List<Mutant> MUTANTS =
            List.of(
                    new Mutant(
                            "a stage does not wait for the one before",
                            12,
                            "run/Stages.java",
                            "if (steps.stream().allMatch(RunBook::settled)) {\n"
                                    + "            return true;",
                            "if (!steps.isEmpty()) {\n            return true;"),
                    new Mutant(
                            "silence on mains counts as an empty battery",
                            7,
                            "ups/ContactWatch.java",
                            "|| !step.holds(OB)\n                || step.holds(LB)",
                            "|| step.holds(LB)"),
                    new Mutant(
                            "silence on battery means nothing",
                            7,
                            "ups/ContactWatch.java",
                            "if (!step.config.critical().deadOnBattery()",
                            "if (step.config.critical().deadOnBattery()"),
                    new Mutant(
                            "a state need not hold",
                            0,
                            "policy/TriggerProgress.java",
                            "Instant due = begin.plus(window);",
                            "Instant due = begin;"),
                    new Mutant(
                            "a state has to hold twice as long",
                            105,
                            "policy/TriggerProgress.java",
                            "Instant due = begin.plus(window);",
                            "Instant due = begin.plus(window).plus(window);"),
                    new Mutant(
                            "battery tests excuse nothing",
                            74,
                            "policy/TriggerEvaluator.java",
                            "if (raw.excused() && !scope.includeTests()) {",
                            "if (raw.excused() && scope.includeTests()) {"),
                    new Mutant(
                            "an injected event ticks all",
                            36,
                            "road/InjectedRound.java",
                            "for (Decision decision : session.update(injection.overlay(), event, now)) {",
                            "java.util.List<Decision> all = new java.util.ArrayList<>(\n"
                                    + "session.update(injection.overlay(), event, now));\n"
                                    + "all.addAll(session.tick(now.plus(injection.heldFor())));\n"
                                    + "for (Decision decision : all) {"),
                    new Mutant(
                            "a return of mains is overlooked",
                            0,
                            "ups/PowerWatch.java",
                            "step.states.remove(OB);\n        if (counted) {",
                            "if (counted) {"),
                    new Mutant(
                            "two orders go to one host",
                            13,
                            "dispatch/Lanes.java",
                            "return turn == null || !turn.calling()",
                            "return turn == null || turn.calling() || !turn.calling()"),
                    new Mutant(
                            "the limit over all hosts is not kept",
                            207,
                            "dispatch/Lanes.java",
                            "? orders < settings.maxConcurrentActions()",
                            "? orders < 1000"),
                    new Mutant(
                            "what walNUT runs on is stopped in its turn",
                            158,
                            "run/Planner.java",
                            "step.target().self() ? new StepDraft(step).stage(last).done() : step",
                            "last < 0 ? new StepDraft(step).stage(last).done() : step"),
                    new Mutant(
                            "policies that are not armed act",
                            17,
                            "run/RunMode.java",
                            "if (!policy.armed()) {",
                            "if (policy.id() == null) {"),
                    new Mutant(
                            "held actions go on after power has returned",
                            348,
                            "run/ReturnRule.java",
                            "step.onPowerReturn() != OnPowerReturn.FINISH)",
                            "step.onPowerReturn() == OnPowerReturn.REVERSE)"),
                    new Mutant(
                            "an order in doubt counts as carried out",
                            112,
                            "run/ResumeRule.java",
                            "new StepDraft(step).state(StepState.UNKNOWN).done(),\n"
                                    + "                        Progress.NEW.doubtful().pause(now)",
                            "new StepDraft(step).state(StepState.CONFIRMED).endedAt(now).done(),\n"
                                    + "                        Progress.NEW"),
                    new Mutant(
                            "windows ignore a standstill",
                            0,
                            "ups/UpsFacts.java",
                            "return standstill != null && standstill.open();",
                            "return standstill != null && absent;"));

    @TempDir Path folder;

    @TestFactory
    @Requirement("EXE-98")
    Stream<DynamicTest> the_judge_finds(TestReporter reporter) {
        return MUTANTS.stream()
                .map(
                        mutant ->
                                DynamicTest.dynamicTest(
                                        mutant.name(), () -> find(mutant, reporter)));
    }

    /** What does not die on its way is played by {@link SeededOutagesTest}. */
    @Test
    void nobody_objects_to_the_core_as_it_is() {
        assertThat(
                        IntStream.range(0, MOST)
                                .filter(seed -> MutantHunt.objects(MutantHunt.dying(seed))))
                .isEmpty();
    }

    private void find(Mutant mutant, TestReporter reporter) throws Exception {
        Path classes = Files.createTempDirectory(folder, "mutant");
        compile(mutant, classes);
        try (URLClassLoader loader = beside(classes)) {
            Class<?> hunt = loader.loadClass(MutantHunt.class.getName());
            assertThat(hunt).isNotEqualTo(MutantHunt.class);
            IntBinaryOperator hunter =
                    (IntBinaryOperator) hunt.getDeclaredConstructor().newInstance();
            int seed = hunter.applyAsInt(mutant.found(), mutant.found() + MOST);
            reporter.publishEntry(mutant.name(), String.valueOf(seed));
            assertThat(seed).as("the seed at which somebody objected").isNotNegative();
        }
    }

    private static void compile(Mutant mutant, Path classes) throws IOException {
        String source = Files.readString(MAIN.resolve(mutant.file()));
        assertThat(source.split(java.util.regex.Pattern.quote(mutant.code()), -1))
                .as("places with " + mutant.code())
                .hasSize(2);
        Path changed = classes.resolve(Path.of(mutant.file()).getFileName());
        Files.writeString(changed, source.replace(mutant.code(), mutant.bug()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result =
                compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        changed.toString());
        assertThat(result).as("javac of " + changed).isZero();
    }

    /** Everything of ours is loaded anew, the changed class first. */
    private static URLClassLoader beside(Path classes) throws IOException {
        List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry :
                System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (Files.isDirectory(Path.of(entry))) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), MutantsTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve)
                    throws ClassNotFoundException {
                if (!name.startsWith("io.github.walnut.")) {
                    return super.loadClass(name, resolve);
                }
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded != null ? loaded : findClass(name);
                }
            }
        };
    }
}
