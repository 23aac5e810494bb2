package io.github.camelwallaroo.frame;

import java.util.Objects;

/**
 * The first frame of a connection: {@code version, cookie, programName, instanceName}, all strings.
 *
 * @param version      {@link #SOURCE_VERSION} or {@link #SINK_VERSION}: they differ
 * @param cookie       what the worker's configuration says; a secret
 * @param programName  the program, at a sink the application
 * @param instanceName the instance, at a sink the worker
 */
public record Hello(String version, String cookie, String programName, String instanceName) implements ConnectorFrame {

    /** What a source connector says to a worker (rule S1). */
    public static final String SOURCE_VERSION = "0.0.1";

    /** What a worker says to a sink connector. */
    public static final String SINK_VERSION = "v0.0.1";

    public Hello {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(cookie, "cookie");
        Objects.requireNonNull(programName, "programName");
        Objects.requireNonNull(instanceName, "instanceName");
    }

    @Override
    public FrameType type() {
        return FrameType.HELLO;
    }

    /** Without the cookie. */
    @Override
    public String toString() {
        return "Hello[version " + version + ", program " + programName + ", instance " + instanceName + "]";
    }
}
