package io.github.camelwallaroo.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Whose output it is, and for whom: what a sink connector knows a worker's stream by. It is the same in every run, since a
 * sink keeps its positions under it.
 *
 * @param application the application's name
 * @param worker      which worker, from 0
 * @param sink        the connector's name
 */
record OutputIdentity(String application, int worker, String sink) {

    private static final int ID_BYTES = 16;

    /** The first worker is always called initializer, as in real clusters. */
    static String workerName(int worker) {
        return worker == 0 ? "initializer" : "worker" + (worker + 1);
    }

    String workerName() {
        return workerName(worker);
    }

    /** {@code APPLICATION-w-WORKER-id-NUMBER}, where the number is 128 bits that follow from all three parts. */
    String streamName() {
        return application + "-w-" + workerName() + "-id-" + number();
    }

    private BigInteger number() {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String part : new String[]{application, workerName(), sink}) {
                byte[] bytes = part.getBytes(UTF_8);
                hash.update(BigInteger.valueOf(bytes.length).toByteArray());
                hash.update(bytes);
            }
            return new BigInteger(1, Arrays.copyOf(hash.digest(), ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return "sink " + sink + (worker == 0 ? "" : ", " + workerName());
    }
}
