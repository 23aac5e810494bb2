package io.github.camelwallaroo.python;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.metrics.LogInterval;

/**
 * Calls one connector's functions in a process, and replaces the process when it hangs or dies. Of the messages that it had
 * then, those behind the last answer are given to the next one each by itself, so that only the one fails that is to blame.
 * One thread at a time calls; {@link #close} may come from any.
 */
final class FunctionHost implements AutoCloseable {

    /** What a frame begins with besides its length. */
    static final byte ENCODE = 0;
    static final byte DECODE = 1;

    /** Processes that one call may use up. */
    private static final int MOST_LOSSES = 6;
    private static final Duration ENDING = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(FunctionHost.class);

    private final ModuleFile module;
    private final String connector;
    private final PythonSettings settings;
    private final int largest;
    private final List<String> functions;
    private final FrameSize frameSize = new FrameSize();
    private final LogInterval replacements = new LogInterval(3, Duration.ofSeconds(10));
    private volatile RunningModule running;
    private volatile boolean closed;

    /**
     * @param functions the names of the encoder and the decoder, for messages
     * @param largest   bytes of a message or of what a function makes of it
     */
    FunctionHost(ModuleFile module, String connector, PythonSettings settings, List<String> functions, int largest) {
        this.module = module;
        this.connector = connector;
        this.settings = settings;
        this.functions = functions;
        this.largest = largest;
    }

    /** A process with its messages of one frame is gone. */
    private static final class ProcessLostException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int unanswered;

        ProcessLostException(String message, PythonTraceback printed, int unanswered) {
            super(message, printed);
            this.unanswered = unanswered;
        }
    }

    /** Has a process ready. @throws PythonException in one line */
    void start() throws PythonException {
        RunningModule current = running;
        if (current != null && current.process().isAlive()) {
            return;
        }
        if (current != null) {
            String end = current.process().end(ENDING);
            current.close();
            replaced("the Python process", end);
        }
        running = RunningModule.start(module, connector, settings, largest);
        if (closed) {
            running.close();
            throw ended();
        }
    }

    /** @return a result for each item, in their order; what cannot be called at all is a failure of all of them */
    List<Converted<Object>> call(byte function, List<?> items) {
        List<Converted<Object>> results = new ArrayList<>(items.size());
        int singly = 0;
        int losses = 0;
        while (results.size() < items.size()) {
            int left = items.size() - results.size();
            int before = results.size();
            try {
                exchange(function,
                        items.subList(before, before + Math.min(left, singly > 0 ? 1 : frameSize.messages())),
                        results);
                singly = Math.max(0, singly - (results.size() - before));
            } catch (ProcessLostException e) {
                frameSize.lost();
                losses++;
                singly = e.unanswered == 1 ? 0 : e.unanswered;
                ConversionException failure = new ConversionException(e.getMessage(), e.getCause());
                if (e.unanswered == 1) {
                    results.add(Converted.failed(failure));
                }
                if (losses >= MOST_LOSSES || closed) {
                    failAll(items, results, failure);
                }
            } catch (PythonException e) {
                failAll(items, results, e);
            }
        }
        return results;
    }

    private static void failAll(List<?> items, List<Converted<Object>> results, Exception failure) {
        results.addAll(failures(items.size() - results.size(), failure));
    }

    /** The same failure for each of so many items. */
    static List<Converted<Object>> failures(int count, Exception failure) {
        List<Converted<Object>> failures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            failures.add(Converted.failed(failure));
        }
        return failures;
    }

    /** Adds results for some of the items: as many as fit a frame. */
    private void exchange(byte function, List<?> items, List<Converted<Object>> results)
            throws ProcessLostException, PythonException {
        if (closed) {
            throw ended();
        }
        List<Converted<Object>> all = new ArrayList<>(items.size());
        BlockWriter block = new BlockWriter();
        for (Object item : items) {
            all.add(refused(block, item));
            if (block.size() > FrameSize.BYTES) {
                break;
            }
        }
        if (block.count() > 0) {
            int asked = results.size();
            start();
            List<Converted<Object>> answers = new ArrayList<>(block.count());
            try {
                ask(function, block, answers);
            } catch (ProcessLostException e) {
                merge(all, answers, results);
                // Those that were refused behind the last answer are refused again.
                throw new ProcessLostException(e.getMessage(), (PythonTraceback) e.getCause(),
                        all.size() - (results.size() - asked));
            }
            merge(all, answers, results);
        } else {
            results.addAll(all);
        }
    }

    /** @return null if it was added to the block, else the failure that stands in its place */
    private Converted<Object> refused(BlockWriter block, Object item) {
        try {
            block.add(item);
        } catch (ConversionException e) {
            return Converted.failed(e);
        }
        int length = block.lastLength();
        if (length > largest) {
            block.removeLast();
            return Converted.failed(new ConversionException("message of " + length
                    + " bytes is too large for a function in Python; expected at most " + largest));
        }
        return null;
    }

    private static void merge(List<Converted<Object>> refused, List<Converted<Object>> answers,
            List<Converted<Object>> results) {
        int next = 0;
        for (Converted<Object> each : refused) {
            if (each == null && next == answers.size()) {
                return;
            }
            results.add(each != null ? each : answers.get(next++));
        }
    }

    private void ask(byte function, BlockWriter block, List<Converted<Object>> answers) throws ProcessLostException {
        PythonProcess process = running.process();
        long begun = System.nanoTime();
        process.begin(settings.callTimeout());
        try {
            process.requests().write(ByteBuffer.allocate(5).putInt(block.size() + 1).put(function).array());
            block.writeTo(process.requests());
            process.requests().flush();
            while (answers.size() < block.count()) {
                answers.addAll(BlockReader.read(process.reply()));
            }
        } catch (IOException e) {
            throw lost(process, function, block.count() - answers.size());
        } finally {
            process.end();
        }
        frameSize.took(block.count(), System.nanoTime() - begun);
    }

    private ProcessLostException lost(PythonProcess process, byte function, int unanswered) {
        String end = process.end(ENDING);
        process.kill();
        PythonTraceback printed = PythonTraceback.orNull(String.join("\n", process.lastLines()));
        String name = functions.get(function);
        String what = closed
                ? "was ended with its endpoint"
                : process.isHung()
                        ? "did not return within " + settings.callTimeout().toMillis() + " ms, so its process was ended"
                        : "lost its process, which " + end;
        running.close();
        running = null;
        replaced("function " + name, what);
        return new ProcessLostException(name + " of " + module.file() + " " + what, printed, unanswered);
    }

    private void replaced(String what, String end) {
        long heldBack = closed ? LogInterval.HELD_BACK : replacements.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn("connector {}: {} of {} {}; the process is replaced{}", connector, what, module.file(), end,
                    LogInterval.suffix(heldBack));
        }
    }

    private PythonException ended() {
        return new PythonException("the functions of " + module.file() + " were ended with their endpoint");
    }

    /** The process in use; null if the last one was lost and not yet replaced. */
    PythonProcess process() {
        RunningModule current = running;
        return current == null ? null : current.process();
    }

    @Override
    public void close() {
        closed = true;
        RunningModule last = running;
        if (last != null) {
            last.close();
        }
    }
}
