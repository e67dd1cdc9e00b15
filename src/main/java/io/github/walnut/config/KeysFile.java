package io.github.walnut.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys that {@code walnut init} made for a data folder: a file beside the database that every
 * command of this data folder reads, unless the keys come from the environment or from other files.
 */
public final class KeysFile {

    private static final String NAME = "keys.env";

    private static final List<String> HEAD =
            List.of(
                    "# The keys of this walNUT. Keep a copy in a second place, apart from the database and its backups:",
                    "# without WALNUT_DB_KEY nobody can open the database again, and whoever has both can read everything.");

    private KeysFile() {}

    /** Where the keys of this data folder are, or would be. */
    public static Path of(Configuration configuration) {
        return in(configuration.dataDir());
    }

    /** This key comes from the file of the data folder and from nowhere else. */
    public static boolean gives(Configuration configuration, Setting key) {
        Configuration.Value value = configuration.values().get(key);
        return value != null && value.origin().equals(origin(of(configuration)));
    }

    static String origin(Path file) {
        return "file " + file;
    }

    static Path in(Path dataDir) {
        return dataDir.resolve(NAME);
    }

    /**
     * The keys that the file has; none when there is no file.
     *
     * @throws ConfigurationException when it cannot be read
     */
    public static Map<Setting, String> read(Path file) {
        Map<Setting, String> keys = new EnumMap<>(Setting.class);
        if (Files.exists(file)) {
            Map<String, String> variables = EnvFile.read(NAME, file).variables();
            for (Setting key : List.of(Setting.DB_KEY, Setting.JWT_SECRET)) {
                String text = variables.getOrDefault(key.variable(), "");
                if (!text.isEmpty()) {
                    keys.put(key, text);
                }
            }
        }
        return keys;
    }

    /** What the file says: both keys, under comments. */
    public static String text(Map<Setting, String> keys) {
        return HEAD.stream().collect(Collectors.joining("\n", "", "\n"))
                + line(keys, Setting.DB_KEY)
                + line(keys, Setting.JWT_SECRET);
    }

    private static String line(Map<Setting, String> keys, Setting setting) {
        return keys.containsKey(setting)
                ? setting.variable() + "='" + keys.get(setting) + "'\n"
                : "";
    }
}
