package io.github.camelwallaroo.worker.junit;

import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerFailure;
import io.github.camelwallaroo.worker.WorkerState;

/** Whether the worker, or several after each other, went through a test unharmed. */
final class FailureCheck {

    private final List<String> findings = new ArrayList<>();
    private final List<Throwable> causes = new ArrayList<>();
    private EmbeddedWorker worker;
    private long failuresBefore;
    private boolean expected;
    private boolean endsOnPurpose;

    FailureCheck(EmbeddedWorker worker) {
        enters(worker);
    }

    /** From now on this worker is looked at; what happened to it before does not count. */
    void enters(EmbeddedWorker other) {
        worker = other;
        failuresBefore = other.failureCount();
        endsOnPurpose = false;
    }

    /** Whoever calls this is about to end the worker, unless it has ended by itself already. */
    void endsOnPurpose() {
        endsOnPurpose |= isAlive();
    }

    private boolean isAlive() {
        return worker.state().compareTo(WorkerState.STOPPING) < 0;
    }

    void expectFailures() {
        expected = true;
    }

    /** Notes what became of the current worker so far. */
    void collect() {
        long fresh = worker.failureCount() - failuresBefore;
        failuresBefore += fresh;
        if (fresh > 0) {
            List<WorkerFailure> latest = worker.failures();
            List<WorkerFailure> shown = latest.subList((int) Math.max(0, latest.size() - fresh), latest.size());
            findings.add(fresh + " messages could not be processed:");
            shown.forEach(failure -> {
                findings.add("  " + failure);
                causes.add(failure.cause());
            });
        }
        if (!isAlive() && !endsOnPurpose) {
            endsOnPurpose = true;
            findings.add("the worker ended by itself: " + worker.stopReason().orElse("no reason given"));
        }
    }

    /** @throws AssertionError if there is something to complain about; afterwards it is forgotten */
    void verify() {
        collect();
        if (findings.isEmpty() || expected) {
            return;
        }
        AssertionError error = new AssertionError(
                "worker '" + worker.application().name() + "' failed during this test: "
                        + String.join(System.lineSeparator(), findings) + System.lineSeparator()
                        + "Call expectFailures() in the test if this is what it is about.");
        causes.forEach(error::addSuppressed);
        findings.clear();
        causes.clear();
        throw error;
    }
}
