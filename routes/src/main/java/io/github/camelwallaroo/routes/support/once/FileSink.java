package io.github.camelwallaroo.routes.support.once;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.WallarooEndpoint;
import io.github.camelwallaroo.routes.support.once.GroupCommit.Pending;

/**
 * Appends each message's body to a file, once: a record beside the file ({@code NAME.position}) says which messages are in
 * it, and after a crash at any point the file is cut back to that and goes on there. So the file's bytes are those of a run
 * without faults. {@code NAME.lock} keeps a second writer away.
 *
 * <p>
 * Messages of the sink side of protocol 1 with resilience are recognised when they come again. All others are appended as
 * they come. A step behind this one runs in the thread that writes.
 */
public class FileSink extends OnceProcessor<OnceFile.Entry> {

    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);

    private String connector = "";
    private Path path;
    private Separator separator = Separator.NEWLINE;
    private boolean force = true;
    private String deadLetter = "";
    private volatile boolean goesOn;
    private WriterLock lock;
    private OnceFile file;
    private final StandingStreams standing = new StandingStreams();

    /** The connector's name, for the log. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** The file; its folder exists. */
    public void setFile(String file) {
        this.path = Path.of(file).toAbsolutePath().normalize();
    }

    /** {@code newline} (a line feed behind each message), {@code none}, or {@code length} (u32be before each). */
    public void setSeparator(String separator) {
        this.separator = Separator.of(separator);
    }

    /**
     * Whether a message counts as delivered only when it would survive a loss of power. If not, it survives the end of this
     * process only.
     */
    public void setForce(boolean force) {
        this.force = force;
    }

    /**
     * Who gets messages that cannot be written. If nobody does, which is an empty text, and the consumer does not go on behind
     * a failure ({@code onFailure=continue}), then messages behind one that could not be written are not written either until
     * it comes again, so that the order stays.
     */
    public void setDeadLetter(String deadLetter) {
        this.deadLetter = deadLetter;
    }

    @Override
    OnceFile.Entry item(Exchange exchange) {
        goesOn = !deadLetter.isEmpty() || exchange.getFromEndpoint() instanceof WallarooEndpoint endpoint
                && "continue".equalsIgnoreCase(endpoint.getConfiguration().getOnFailure());
        return new OnceFile.Entry(MessagePosition.of(exchange.getMessage()).orElse(null),
                separator.framed(BodyBytes.of(exchange)));
    }

    @Override
    void open() throws IOException {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write to " + path + ": there is no folder " + folder + "; make it first");
        }
        if (Files.isDirectory(path)) {
            throw new IOException("cannot write to " + path + ": it is a folder; name a file in it");
        }
        try {
            lock = WriterLock.of(path);
            file = openFile();
        } catch (FileSystemException e) {
            release();
            throw new IOException("cannot write to " + path + ": " + reason(e)
                    + "; let this user write there, or name another file", e);
        } catch (IOException e) {
            release();
            throw e;
        }
        LOG.info("{}: writes to {}, which has {} bytes", connector, path, file.length());
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return failure.getReason() != null ? failure.getReason() : failure.getClass().getSimpleName();
    }

    private OnceFile openFile() throws IOException {
        OnceFile opened = OnceFile.open(new Folder(path.getParent()), path.getFileName().toString(), force,
                OnceFile.COMPACT_AT);
        if (opened.cut() > 0) {
            LOG.warn("{}: cut off {} bytes of {} behind byte {}, which were not finished when it was written last;"
                    + " they come again", connector, opened.cut(), path, opened.length());
        }
        return opened;
    }

    @Override
    void commit(List<Pending<OnceFile.Entry>> batch) {
        List<Pending<OnceFile.Entry>> ready = new ArrayList<>();
        standing.begin();
        for (Pending<OnceFile.Entry> each : batch) {
            MessagePosition behind = goesOn ? null : standing.inFrontOf(each.item().position());
            if (behind == null) {
                ready.add(each);
            } else {
                each.complete(new IOException("not written, since " + behind.id() + " before it could not be"));
            }
        }
        try {
            append(ready);
            ready.forEach(each -> each.complete(null));
        } catch (RuntimeException | Error e) {
            giveUp();
            fail(ready, new IOException("cannot write to " + path + ": " + e, e));
            throw e;
        } catch (FileChangedException e) {
            if (ready.size() > 1) {
                // Nothing was written, and those of other streams may be well.
                ready.forEach(each -> commit(List.of(each)));
            } else {
                fail(ready, e);
            }
        } catch (IOException e) {
            giveUp();
            fail(ready, new IOException("cannot write to " + path + ": " + e.getMessage()
                    + "; it is tried again when the message comes again", e));
        }
    }

    private void append(List<Pending<OnceFile.Entry>> ready) throws IOException {
        if (file == null) {
            file = openFile();
        }
        file.append(ready.stream().map(Pending::item).toList());
        ready.forEach(each -> standing.done(each.item().position()));
    }

    private void fail(List<Pending<OnceFile.Entry>> messages, IOException cause) {
        if (!goesOn) {
            messages.forEach(each -> standing.failed(each.item().position()));
        }
        messages.forEach(each -> each.complete(cause));
    }

    /** What an error has left behind is found out by opening anew. */
    private void giveUp() {
        OnceFile broken = file;
        file = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (IOException e) {
            LOG.debug("{}: closing {}", connector, path, e);
        }
    }

    @Override
    void release() throws IOException {
        try (WriterLock held = lock; OnceFile open = file) {
            if (open != null && open.skipped() > 0) {
                LOG.info("{}: {} messages came again and were in {} already", connector, open.skipped(), path);
            }
        } finally {
            lock = null;
            file = null;
        }
    }
}
