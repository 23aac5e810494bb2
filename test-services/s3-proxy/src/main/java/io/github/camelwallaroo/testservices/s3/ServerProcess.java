package io.github.camelwallaroo.testservices.s3;

import java.io.IOException;

/**
 * What runs in the server's process: S3Proxy, which dies with the process that started it, however that one ends. Its classes
 * are found by name, since they are on the classpath of this process alone.
 */
final class ServerProcess {

    private ServerProcess() {}

    /** @param arguments the file of S3Proxy's properties */
    public static void main(String[] arguments) throws Exception {
        watchParent();
        Class.forName("org.gaul.s3proxy.Main")
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[]{"--properties", arguments[0]});
    }

    /** Our standard input is a pipe from the parent: its end is the parent's end. */
    private static void watchParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    continue;
                }
            } catch (IOException e) {
                System.err.println("the pipe from the parent process broke: " + e);
            }
            Runtime.getRuntime().halt(0);
        }, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
