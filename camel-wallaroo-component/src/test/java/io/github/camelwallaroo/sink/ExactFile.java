package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.github.camelwallaroo.testservices.faults.KillPoint;

/**
 * An effect that happens once however often it is asked for: a worker's output lies in the file where its offset says, so
 * that effect and position are one.
 */
final class ExactFile implements SinkHandler {

    static final String NAME = "output";

    private final FileChannel file;
    private final KillPoint point;
    private long next = -1;

    ExactFile(Path path, KillPoint point) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        this.point = point;
    }

    @Override
    public void message(ReceivedMessage message, SinkCompletion done) {
        byte[] payload = (byte[]) message.body();
        point.step("before delivery");
        try {
            write(message.position().offset(), payload);
        } catch (IOException e) {
            done.done(e);
            return;
        }
        point.step("after delivery");
        done.done(null);
        point.step("after delivery is done");
    }

    private void write(long offset, byte[] payload) throws IOException {
        if (next >= 0 ? offset != next : offset > file.size()) {
            System.out
                    .println(SinkProcess.WRONG + "delivered byte " + offset + " after " + Math.max(next, file.size()));
        }
        next = offset + payload.length;
        if (next > file.size()) {
            file.write(ByteBuffer.wrap(payload), offset);
        }
    }

    @Override
    public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
        System.out.println(SinkProcess.WRONG + cause);
    }
}
