package io.github.camelwallaroo.worker;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Gives waits of tests that say nothing else far longer than anything takes, also on a machine with much else to do: whatever
 * succeeds costs nothing by that. JUnit finds this class by itself.
 */
public final class PatientAwaitility implements TestExecutionListener {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Awaitility.setDefaultTimeout(LONG);
    }
}
