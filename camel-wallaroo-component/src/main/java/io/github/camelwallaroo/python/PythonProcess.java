package io.github.camelwallaroo.python;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Python of our own and its pipes. Requests and replies are {@code u32be length} and so many bytes. One thread at a time
 * asks; {@link #tick}, {@link #kill} and {@link #close} may be called by any.
 */
final class PythonProcess implements AutoCloseable {

    /** What the bootstrap writes in place of a length if the interpreter is too old. */
    private static final int TOO_OLD = 0x6f6c6420;
    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final OutputStream requests;
    private final DataInputStream replies;
    private final ErrorOutput errors;
    private final int largestReply;

    /** {@link System#nanoTime()} by which the call under way has to be over; 0 = there is none. */
    private volatile long deadlineNanos;
    private volatile boolean hung;
    private volatile boolean closed;

    private PythonProcess(Process process, String name, int largestReply) {
        this.process = process;
        this.requests = process.getOutputStream();
        this.replies = new DataInputStream(process.getInputStream());
        this.errors = new ErrorOutput(process.getErrorStream(), "wallaroo-python-" + name);
        this.largestReply = largestReply;
        CallWatch.add(this);
    }

    /**
     * Starts an interpreter.
     *
     * @param command      of it, with its arguments
     * @param name         for threads
     * @param largestReply in bytes; with more than that something is wrong
     * @throws IOException if there is no such interpreter
     */
    static PythonProcess start(List<String> command, Path directory, String name, int largestReply)
            throws IOException {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
        return new PythonProcess(process, name, largestReply);
    }

    /** Begins a call: what follows has to be over by then, or the process is ended. */
    void begin(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        deadlineNanos = deadline == 0 ? 1 : deadline;
    }

    /** The call is over in time. */
    void end() {
        deadlineNanos = 0;
    }

    OutputStream requests() {
        return requests;
    }

    /**
     * The next reply.
     *
     * @throws EOFException if the process has ended
     */
    byte[] reply() throws IOException {
        int length = replies.readInt();
        if (length == TOO_OLD) {
            throw new OldPythonException(new String(replies.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
        if (length < 0 || length > largestReply) {
            kill();
            throw new IOException("a reply of " + Integer.toUnsignedLong(length) + " bytes; expected at most "
                    + largestReply);
        }
        byte[] reply = new byte[length];
        replies.readFully(reply);
        return reply;
    }

    /** Called now and then by another thread. */
    void tick() {
        long deadline = deadlineNanos;
        if (deadline != 0 && System.nanoTime() - deadline > 0 && !hung) {
            hung = true;
            askWhereItIs();
        } else if (hung && deadline != 0
                && System.nanoTime() - deadline > TimeUnit.SECONDS.toNanos(GRACE_SECONDS)) {
            kill();
        }
    }

    /**
     * Has Python write where it is, and end; if it cannot do that either it is killed at a later look. Java itself can send
     * SIGTERM only, which Python gets for other reasons too.
     */
    private void askWhereItIs() {
        try {
            new ProcessBuilder("sh", "-c", "kill -USR1 " + process.pid()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            kill();
        }
    }

    /** Whether it was ended since a call took too long. */
    boolean isHung() {
        return hung;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** How it ended, for people: after a failed call. */
    String end(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return "does not answer";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was given up";
        }
        int code = process.exitValue();
        return code > 128 ? "was ended by signal " + (code - 128) : "ended with exit code " + code;
    }

    /** The last lines that it printed, once it has ended. */
    List<String> lastLines() {
        return errors.ofEnded();
    }

    /**
     * Ends it at once, and what it started. By its handle: {@link Process#destroy()} would close the pipes, and with them lose
     * what it has said.
     */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    /** Lets it end by itself, else ends it. */
    @Override
    public void close() {
        closed = true;
        CallWatch.remove(this);
        try {
            requests.close();
        } catch (IOException e) {
            // It has ended already.
        }
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
