package io.github.walnut.app;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The least that the rooms of a server need to know, with its data in a folder of a test. */
final class DevConfiguration {

    private DevConfiguration() {}

    static Configuration in(Path folder) throws IOException {
        Map<String, String> environment =
                Map.of(
                        "WALNUT_DB_KEY",
                        "canary-Tr0ub4dor&3-and-a-second-sentence",
                        "WALNUT_CONFIG_DIR",
                        folder.toString(),
                        "WALNUT_DATA_DIR",
                        Files.createDirectories(folder.resolve("data")).toString(),
                        "WALNUT_DB_KDF_ITER",
                        "64000");
        return new ConfigurationReader(environment, new Properties(), warning -> {})
                .read(Map.of(Setting.ENV, "dev"));
    }
}
