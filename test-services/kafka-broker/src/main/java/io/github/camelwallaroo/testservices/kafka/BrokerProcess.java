package io.github.camelwallaroo.testservices.kafka;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelwallaroo.testservices.faults.ChildJvm;

/**
 * What runs in the broker's process: formats the log directory where that was not done yet, runs Kafka, and dies with the
 * process that started it, however that one ends. Kafka's classes are found by name, since they are on the classpath of this
 * process alone.
 */
final class BrokerProcess {

    static final String READY = "Kafka Server started";

    private static final String CLUSTER_ID = "camel-wallaroo-tests-0";

    private BrokerProcess() {}

    /** @param arguments server.properties, the log directory */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        String properties = arguments[0];
        if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
            format(properties);
        }
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object) new String[]{properties});
    }

    private static void format(String properties) throws ReflectiveOperationException {
        String[] command = {"format", "-t", CLUSTER_ID, "-c", properties};
        Object exitCode;
        try {
            exitCode = Class.forName("kafka.tools.StorageTool")
                    .getMethod("execute", String[].class, PrintStream.class)
                    .invoke(null, command, System.out);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the broker's log directory could not be formatted", e.getCause());
        }
        if (!Integer.valueOf(0).equals(exitCode)) {
            throw new IllegalStateException("formatting the broker's log directory ended with " + exitCode);
        }
    }
}
