package io.github.camelwallaroo.testservices.tools;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for what must come, where they do not say: far longer than it takes, since only a failure waits so long.
 * {@code -Dawait.interval} says how often they look, in ms, where they do not. JUnit finds this class by itself, for all tests of a module that depends on this one.
 */
public final class AwaitPatience implements LauncherSessionListener {

    /** Awaitility's own ten seconds are not enough for a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final int INTERVAL = Integer.getInteger("await.interval", 100);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LONG);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(INTERVAL));
    }
}
