package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingsInForce;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server needs of its settings and a command does not; all that is wrong is said at once.
 */
final class StartSettings {

    private final Configuration configuration;
    private final List<String> problems = new ArrayList<>();

    private StartSettings(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * @throws ConfigurationException when a key is missing, the log cannot be written or the
     *     certificate does not serve
     */
    static void check(Configuration configuration) {
        StartSettings start = new StartSettings(configuration);
        start.look(() -> configuration.required(Setting.DB_KEY));
        start.look(() -> configuration.required(Setting.JWT_SECRET));
        start.look(() -> ServerTls.of(configuration));
        start.log();
        refuse(start.problems);
    }

    /**
     * @throws ConfigurationException when settings from outside do not go together
     */
    static void check(SettingsInForce settings) {
        refuse(settings.problems());
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    private void look(Runnable need) {
        try {
            need.run();
        } catch (ConfigurationException missing) {
            problems.addAll(missing.problems());
        }
    }

    private void log() {
        String text = configuration.text(Setting.LOG_FILE);
        if (text != null && !writable(Path.of(text).toAbsolutePath().normalize())) {
            problems.add(
                    Setting.LOG_FILE.variable()
                            + ": expected a file that can be written, got '"
                            + text
                            + "'");
        }
    }

    private static boolean writable(Path file) {
        return Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : file.getParent() != null && Files.isWritable(file.getParent());
    }
}
