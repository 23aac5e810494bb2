package io.github.camelwallaroo.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * What a source connector of generation 1 can be told beyond {@link SourceOptions}: how it introduces itself, and what the
 * worker promises.
 *
 * @param cookie        the one in the worker's configuration, may be empty; a secret that no log shows
 * @param programName   what the worker's log calls this program
 * @param instanceName  tells processes apart that run the same connector; the same after each restart, not empty
 * @param resilience    whether the worker was built with resilience: messages are held until one of its checkpoints covers
 *                      them, and sent again until then (at least once). If not: at most once
 * @param completion    when messages complete; {@link CompletionMode#ACKNOWLEDGED} needs resilience
 * @param defaultStream of messages that name no stream; null = connector name, slash, instanceName
 * @param poisonRetries so many deaths of the worker with the same message at the head of what it had not acknowledged make
 *                      a suspect of it, 1 or more
 * @param onPoison      what is done about a suspect
 */
public record SessionOptions(
        String cookie,
        String programName,
        String instanceName,
        boolean resilience,
        CompletionMode completion,
        String defaultStream,
        int poisonRetries,
        OnPoison onPoison) {

    public static final String DEFAULT_PROGRAM_NAME = "camel-wallaroo";
    public static final int DEFAULT_POISON_RETRIES = 3;

    /** Its length goes into a 16-bit field, in bytes. */
    static final int LONGEST_NAME = 0xffff;

    /** Without cookie and resilience; messages complete when they are written. */
    public static final SessionOptions DEFAULT = new SessionOptions("", DEFAULT_PROGRAM_NAME, defaultInstanceName(),
            false, CompletionMode.WRITTEN, null, DEFAULT_POISON_RETRIES, OnPoison.STOP);

    public SessionOptions {
        Objects.requireNonNull(cookie, "cookie");
        Objects.requireNonNull(programName, "programName");
        Objects.requireNonNull(instanceName, "instanceName");
        Objects.requireNonNull(completion, "completion");
        Objects.requireNonNull(onPoison, "onPoison");
        if (instanceName.isBlank()) {
            throw new IllegalArgumentException(
                    "instanceName is blank; expected a name that tells this process from others"
                            + " with the same connector, such as the host name");
        }
        if (!resilience && completion == CompletionMode.ACKNOWLEDGED) {
            throw new IllegalArgumentException(
                    "completion=acknowledged with resilience=false: a worker without resilience"
                            + " acknowledges nothing; expected completion=written, or resilience=true and a worker built with it");
        }
        if (poisonRetries < 1) {
            throw new IllegalArgumentException("poisonRetries " + poisonRetries + "; expected 1 or more");
        }
    }

    /** The host's name, which is the same after a restart; {@code localhost} if it has none. */
    public static String defaultInstanceName() {
        String fromEnvironment = System.getenv("HOSTNAME");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return fromEnvironment;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** With resilience and {@link CompletionMode#ACKNOWLEDGED}, or without and {@link CompletionMode#WRITTEN}. */
    public SessionOptions withResilience(boolean resilient) {
        return new SessionOptions(cookie, programName, instanceName, resilient,
                resilient ? CompletionMode.ACKNOWLEDGED : CompletionMode.WRITTEN, defaultStream, poisonRetries,
                onPoison);
    }

    public SessionOptions withCompletion(CompletionMode mode) {
        return new SessionOptions(cookie, programName, instanceName, resilience, mode, defaultStream, poisonRetries,
                onPoison);
    }

    public SessionOptions withCookie(String secret) {
        return new SessionOptions(secret, programName, instanceName, resilience, completion, defaultStream,
                poisonRetries, onPoison);
    }

    public SessionOptions withInstanceName(String name) {
        return new SessionOptions(cookie, programName, name, resilience, completion, defaultStream, poisonRetries,
                onPoison);
    }

    public SessionOptions withDefaultStream(String stream) {
        return new SessionOptions(cookie, programName, instanceName, resilience, completion, stream, poisonRetries,
                onPoison);
    }

    public SessionOptions withPoison(int retries, OnPoison reaction) {
        return new SessionOptions(cookie, programName, instanceName, resilience, completion, defaultStream, retries,
                reaction);
    }

    /** The stream of messages that name none. */
    String defaultStreamOf(String connector) {
        return defaultStream == null || defaultStream.isBlank() ? connector + "/" + instanceName : defaultStream;
    }

    /** Without the cookie. */
    @Override
    public String toString() {
        return "SessionOptions[cookie " + (cookie.isEmpty() ? "empty" : "given") + ", programName " + programName
                + ", instanceName " + instanceName + ", resilience " + resilience + ", completion " + completion
                + ", defaultStream " + defaultStream + ", poisonRetries " + poisonRetries + ", onPoison " + onPoison
                + "]";
    }
}
