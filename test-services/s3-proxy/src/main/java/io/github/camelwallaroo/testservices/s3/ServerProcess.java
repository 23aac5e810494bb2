package io.github.camelwallaroo.testservices.s3;

import io.github.camelwallaroo.testservices.faults.ChildJvm;

/**
 * What runs in the server's process: S3Proxy, which dies with the process that started it, however that one ends. Its classes
 * are found by name, since they are on the classpath of this process alone.
 */
final class ServerProcess {

    private ServerProcess() {}

    /** @param arguments the file of S3Proxy's properties */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        Class.forName("org.gaul.s3proxy.Main")
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[]{"--properties", arguments[0]});
    }
}
