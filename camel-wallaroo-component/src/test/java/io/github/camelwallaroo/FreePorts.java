package io.github.camelwallaroo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that nobody listens on, for tests that must know one before anybody does. Nobody else takes them meanwhile: they lie
 * below those that systems give out, each process of a build has its own, and one that was given comes again only when all were.
 */
public final class FreePorts {

    /** The build gives each of its processes a thousand. */
    private static final int FROM = Integer.getInteger("ports.from", 10_000);
    private static final int COUNT = 1_000;

    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    public static int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FROM + NEXT.getAndIncrement() % COUNT;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("none of " + COUNT + " ports from " + FROM + " on is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
