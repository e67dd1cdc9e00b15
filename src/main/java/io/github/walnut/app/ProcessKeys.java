package io.github.walnut.app;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process was started with and no longer needs. A program that is started later, and code
 * that asks for a variable by its name, then finds none of ours.
 */
final class ProcessKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessKeys.class);

    private ProcessKeys() {}

    private static boolean ours(String variable) {
        return variable.startsWith("WALNUT_") || variable.startsWith("NUT_");
    }

    /** Takes every variable and every key given by {@code -D} out of the maps of this JVM. */
    static void forget() {
        Stream.of("walnut.db.key", "walnut.db.key-dev", "walnut.jwt.secret")
                .forEach(System::clearProperty);
        try {
            environment().keySet().removeIf(name -> ours(name.toString()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("The keys stay in the environment of this process: {}", e.toString());
            return;
        }
        if (System.getenv().keySet().stream().anyMatch(ProcessKeys::ours)) {
            LOG.warn("The keys stay in the environment of this process");
        }
    }

    /** The JDK gives no other way to its modifiable map than the one that many libraries take. */
    @SuppressWarnings("removal")
    private static Map<?, ?> environment() throws ReflectiveOperationException {
        Field access = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        access.setAccessible(true);
        sun.misc.Unsafe memory = (sun.misc.Unsafe) access.get(null);
        Field map =
                Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theEnvironment");
        return (Map<?, ?>)
                memory.getObject(memory.staticFieldBase(map), memory.staticFieldOffset(map));
    }
}
