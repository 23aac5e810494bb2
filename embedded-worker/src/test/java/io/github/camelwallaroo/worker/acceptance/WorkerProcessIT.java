package io.github.camelwallaroo.worker.acceptance;

import java.util.ArrayList;
import java.util.List;

/** The acceptance of a worker in a process of its own, with ours. */
class WorkerProcessIT extends WorkerAcceptance {

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(ChildProcess.command(WorkerProcess.class));
        command.addAll(List.of("{source-port}", "{sink-port}", "{state}", "{cookie}"));
        return command;
    }
}
