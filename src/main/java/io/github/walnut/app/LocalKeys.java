package io.github.walnut.app;

import io.github.walnut.cli.CliException;
import io.github.walnut.cli.KeysMade;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.KeysFile;
import io.github.walnut.config.Setting;
import io.github.walnut.security.RandomKey;
import io.github.walnut.store.FileReason;
import io.github.walnut.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The file with the keys of a data folder, as commands of this machine write it. */
final class LocalKeys {

    private final Configuration configuration;
    private final Path file;

    LocalKeys(Configuration configuration) {
        this.configuration = configuration;
        this.file = KeysFile.of(configuration);
    }

    /** Makes those keys that come from nowhere. */
    KeysMade make() {
        List<Setting> missing =
                Stream.of(Setting.DB_KEY, Setting.JWT_SECRET)
                        .filter(key -> configuration.text(key) == null)
                        .toList();
        if (missing.isEmpty()) {
            return new KeysMade(file, false);
        }
        requireAllowed(missing);
        try {
            PrivateFiles.createFolder(configuration.dataDir());
            Map<Setting, String> keys = new EnumMap<>(Setting.class);
            missing.forEach(key -> keys.put(key, RandomKey.text(RandomKey.USUAL)));
            boolean made =
                    Files.exists(file)
                            ? complete(keys)
                            : PrivateFiles.createWhole(file, text(keys));
            return new KeysMade(file, made);
        } catch (IOException e) {
            throw new CliException(
                    ConfigurationException.EXIT_CODE,
                    "The keys cannot be written to " + file + ": " + FileReason.of(e),
                    e);
        }
    }

    private boolean complete(Map<Setting, String> keys) throws IOException {
        keys.putAll(KeysFile.read(file));
        PrivateFiles.replace(file, text(keys));
        return true;
    }

    private void requireAllowed(List<Setting> missing) {
        if (configuration.production()) {
            throw refused(
                    "WALNUT_ENV=production: expected WALNUT_DB_KEY and WALNUT_JWT_SECRET from the"
                            + " environment or from files (<variable>_FILE); no keys are made or"
                            + " read in the data folder");
        }
        if (missing.contains(Setting.DB_KEY) && Files.exists(configuration.database())) {
            throw refused(
                    "The database "
                            + configuration.database()
                            + " is there and its key is not: expected WALNUT_DB_KEY, or "
                            + file
                            + " as it was when the database was made; a new key does not open it");
        }
    }

    private static CliException refused(String why) {
        return new CliException(ConfigurationException.EXIT_CODE, why);
    }

    /**
     * Puts another key in the place of that of the file, if that is the one in use.
     *
     * @param inForce tells, once the work is done or has failed, whether the new key is the right
     *     one
     */
    <T> T replacing(Setting key, char[] fresh, BooleanSupplier inForce, Supplier<T> work) {
        if (fresh == null || !KeysFile.gives(configuration, key)) {
            return work.get();
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        byte[] bytes = new String(fresh).getBytes(StandardCharsets.UTF_8);
        try {
            PrivateFiles.replace(next, bytes);
            try {
                return work.get();
            } finally {
                if (inForce.getAsBoolean()) {
                    Map<Setting, String> keys = KeysFile.read(file);
                    keys.put(key, new String(fresh));
                    PrivateFiles.replace(file, text(keys));
                }
                Files.delete(next);
            }
        } catch (IOException e) {
            throw new CliException(
                    CliException.FAILED,
                    file
                            + " cannot be written: "
                            + FileReason.of(e)
                            + "; the new key is in "
                            + next,
                    e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] text(Map<Setting, String> keys) {
        return KeysFile.text(keys).getBytes(StandardCharsets.UTF_8);
    }
}
