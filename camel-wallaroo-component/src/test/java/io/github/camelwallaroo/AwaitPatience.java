package io.github.camelwallaroo;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for what must come: far longer than it takes, since only a failure waits so long, and less than a
 * test may take, since Awaitility says what it waited for. They look often, since there are hundreds of waits. Found by
 * JUnit, for all tests of this module.
 */
public final class AwaitPatience implements LauncherSessionListener {

    /** Awaitility's own ten seconds are not enough for a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(45);
    private static final Duration LOOK = Duration.ofMillis(10);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LONG);
        Awaitility.setDefaultPollInterval(LOOK);
    }
}
