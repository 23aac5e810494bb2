package io.github.camelwallaroo.worker.acceptance;

import java.util.List;

import org.junit.jupiter.api.Assumptions;

/**
 * The same with a worker of Wallaroo, where somebody has one: {@code -Dit.wallaroo.worker='command'}, which a shell runs, see
 * {@link WorkerCommand} for its placeholders. Without it the build leaves this class out.
 */
class SourceRealWorkerIT extends WorkerAcceptance {

    @Override
    List<String> command() {
        String command = System.getProperty("it.wallaroo.worker", "");
        Assumptions.assumeFalse(command.isBlank(),
                "-Dit.wallaroo.worker is not given; expected the command that starts a worker");
        // The shell makes way, so that it is the worker that is killed.
        return List.of("sh", "-c", "exec " + command);
    }
}
