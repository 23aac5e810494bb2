package io.github.camelwallaroo.routes.support.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.testservices.faults.ChildJvm;

/** A shipped connector in a process of its own, which can be killed. */
final class ConnectorProcess implements AutoCloseable {

    private static final String STARTED = "started";

    private final ChildJvm process;

    private ConnectorProcess(ChildJvm process) {
        this.process = process;
    }

    /** Starts one and waits until it runs; see {@link RunningConnector#start}. */
    static ConnectorProcess start(String template, String connector, Map<String, String> parameters)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(template, connector));
        parameters.forEach((name, value) -> arguments.add(name + "=" + value));
        ChildJvm process = ChildJvm.start(ConnectorProcess.class, "256m", arguments.toArray(String[]::new));
        process.awaitLine(STARTED);
        return new ConnectorProcess(process);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        ChildJvm.endWithParent();
        Map<String, Object> parameters = new HashMap<>();
        for (String each : List.of(arguments).subList(2, arguments.length)) {
            parameters.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        RunningConnector.start(arguments[0], arguments[1], parameters);
        System.out.println(STARTED);
        // Its own threads are daemons; it ends when it is killed.
        new CountDownLatch(1).await();
    }
}
