package io.github.walnut.app;

import io.github.walnut.config.DescriptorVariables;
import io.github.walnut.config.Setting;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Secrets that the process was started with and no longer needs. */
final class ProcessKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessKeys.class);

    private ProcessKeys() {}

    /**
     * Takes every secret that was given by {@code -D} out of the properties of this JVM, and warns
     * of secrets in the environment, where the start script leaves none.
     */
    static void forget() {
        Stream.of(Setting.values())
                .filter(Setting::secret)
                .map(Setting::property)
                .forEach(System::clearProperty);
        Set<String> exposed = exposed(System.getenv());
        if (!exposed.isEmpty()) {
            LOG.warn(
                    "{}: whoever may look at this process can read this in its environment; start"
                            + " it by bin/walnut, or name a file by <variable>_FILE",
                    String.join(", ", exposed));
        }
    }

    static Set<String> exposed(Map<String, String> environment) {
        Set<String> exposed = new TreeSet<>(environment.keySet());
        exposed.retainAll(DescriptorVariables.secretVariables());
        return exposed;
    }
}
