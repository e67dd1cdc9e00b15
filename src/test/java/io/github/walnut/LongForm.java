package io.github.walnut;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that takes minutes, or has a form that does. It runs in {@code .ci/run} ({@code
 * -Dtest.profile=ci}) and in the profile {@code long}; everywhere else it is skipped by name.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "test.profile",
        matches = LongForm.PROFILES,
        disabledReason = "takes minutes: runs with -Dtest.profile=ci")
public @interface LongForm {

    /** The values of {@code test.profile} that ask for long forms. */
    String PROFILES = "ci|long";

    /** Picks the size of a test that always runs, but longer where long forms are asked for. */
    final class Size {
        private Size() {}

        public static int of(int check, int ci) {
            return System.getProperty("test.profile", "check").matches(PROFILES) ? ci : check;
        }
    }
}
