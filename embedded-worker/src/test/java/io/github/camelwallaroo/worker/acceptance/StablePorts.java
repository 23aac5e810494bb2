package io.github.camelwallaroo.worker.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for workers that go and come back. They lie below those that operating systems hand out by themselves, so that nobody
 * is given one while its worker is away, not even a connector that dials it.
 */
public final class StablePorts {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private StablePorts() {}

    /** @return the first of so many ports in a row that are free now */
    public static int row(int count) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("found no " + count + " free ports in a row from " + LOWEST + " to " + HIGHEST);
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.getLocalPort();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
