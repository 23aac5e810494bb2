package io.github.camelwallaroo.worker.acceptance;

import java.util.List;

import io.github.camelwallaroo.testservices.faults.ChildJvm;

/** The acceptance of a worker in a process of its own, with ours. */
class WorkerProcessIT extends WorkerAcceptance {

    @Override
    List<String> command() {
        return ChildJvm.command(WorkerProcess.class, "256m", "{source-port}", "{sink-port}", "{state}", "{cookie}");
    }
}
