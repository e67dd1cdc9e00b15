package io.github.walnut;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for something that will happen. The limit only ends a test that would never
 * end; it says nothing about speed, so that a machine with many other things to do passes too.
 * Speed is measured in the benchmarks. JUnit loads this class as a listener, which makes the limit
 * the default of Awaitility.
 */
public final class TestLimits implements LauncherSessionListener {

    /** The limit of every wait. */
    public static final Duration WAIT = Duration.ofMinutes(3);

    /** {@link #WAIT} in seconds, for methods that take a number. */
    public static final long WAIT_SECONDS = WAIT.toSeconds();

    /** {@link #WAIT} in milliseconds, for sockets. */
    public static final int WAIT_MILLIS = (int) WAIT.toMillis();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(WAIT);
    }
}
