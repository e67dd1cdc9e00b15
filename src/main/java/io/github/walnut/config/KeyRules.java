package io.github.walnut.config;

import io.github.walnut.config.Configuration.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What the keys of an installation may be. What is said of one never shows it. */
final class KeyRules {

    private static final int SHORTEST = 32;
    private static final int LEAST_DIFFERENT = 8;

    /** Of the documentation and of the file of examples. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(your[_-]|change[_-]?me).*", Pattern.CASE_INSENSITIVE);

    private static final Pattern TRIAL = Pattern.compile("(dev|test)_.*", Pattern.CASE_INSENSITIVE);
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private final List<String> problems;
    private final Consumer<String> warnings;

    KeyRules(List<String> problems, Consumer<String> warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    static boolean isKey(Setting setting) {
        return setting == Setting.DB_KEY
                || setting == Setting.DB_KEY_DEV
                || setting == Setting.JWT_SECRET;
    }

    void check(Setting setting, String key) {
        String name = setting.variable();
        long different = key.codePoints().distinct().count();
        if (key.length() < SHORTEST) {
            problem(name, "at least 32 characters", key.length() + " characters");
        } else if (different < LEAST_DIFFERENT) {
            problem(name, "at least 8 different characters", different + " different ones");
        }
        if (key.codePoints().anyMatch(c -> !Character.isDefined(c) || Character.isISOControl(c))) {
            problem(name, "printable characters only", "others too");
        }
        if (PLACEHOLDER.matcher(key).matches()) {
            problem(
                    name,
                    "a key of your own (walnut keys generate)",
                    "the placeholder of an example");
        }
        if (TRIAL.matcher(key).matches()) {
            warnings.accept(
                    name + " begins like a key for trials; make one with walnut keys generate");
        }
    }

    void together(Map<Setting, Value> values) {
        Value database = values.get(Setting.DB_KEY);
        Value tokens = values.get(Setting.JWT_SECRET);
        if (database != null && tokens != null && database.text().equals(tokens.text())) {
            problem("WALNUT_DB_KEY, WALNUT_JWT_SECRET", "two different keys", "the same one twice");
        }
    }

    /**
     * @param name of the variable that names the file
     */
    void file(String name, Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        boolean open = Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        if (open) {
            problem(name, "a file that others cannot read (chmod o=)", file.toString());
        }
    }

    private void problem(String name, String expected, String got) {
        problems.add(name + ": expected " + expected + ", got " + got);
    }
}
