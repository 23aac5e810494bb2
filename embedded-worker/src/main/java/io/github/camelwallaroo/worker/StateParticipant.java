package io.github.camelwallaroo.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

import io.github.camelwallaroo.worker.checkpoint.Changes;
import io.github.camelwallaroo.worker.checkpoint.CheckpointParticipant;
import io.github.camelwallaroo.worker.checkpoint.Contents;
import io.github.camelwallaroo.worker.checkpoint.UnreadableException;
import io.github.camelwallaroo.worker.checkpoint.UnsavableException;
import io.github.camelwallaroo.worker.state.StateCodec;

/** The states of one state computation in checkpoints. */
final class StateParticipant implements CheckpointParticipant {

    private static final String STATES = "state/";

    /** By computation, the name of the format that its states are in. */
    private static final String FORMATS = "formats";

    /** Few, so that no message waits long for the lock of its partition. */
    private static final int BATCH = 64;

    private final StateTable table;
    private final StateCodec codec;
    private final String section;
    private final byte[] formatKey;
    private boolean formatSaved;
    private boolean all;

    StateParticipant(StateTable table, StateCodec codec) {
        this.table = table;
        this.codec = codec;
        this.section = STATES + codec.computation();
        this.formatKey = codec.computation().getBytes(UTF_8);
    }

    @Override
    public void freeze(long checkpoint, boolean everything) {
        all = everything;
        table.partitions().forEach(partition -> partition.freeze(everything));
    }

    @Override
    public void write(Changes into) throws IOException, UnsavableException {
        for (StateTable.Partition partition : table.partitions()) {
            for (List<StateChanges.Change> some = partition.changes(BATCH); !some.isEmpty(); some = partition
                    .changes(BATCH)) {
                writeFormat(into);
                for (StateChanges.Change change : some) {
                    if (change.value() == null) {
                        into.remove(section, change.key());
                    } else {
                        into.put(section, change.key(), change.value());
                    }
                }
            }
        }
    }

    private void writeFormat(Changes into) throws IOException {
        if (all || !formatSaved) {
            into.put(FORMATS, formatKey, codec.formatName().getBytes(UTF_8));
            all = false;
            formatSaved = true;
        }
    }

    @Override
    public void committed() {
        table.partitions().forEach(StateTable.Partition::committed);
    }

    @Override
    public void abandoned() {
        formatSaved = false;
        table.partitions().forEach(StateTable.Partition::abandoned);
    }

    @Override
    public void restore(long checkpoint, Contents contents) throws UnreadableException {
        byte[] format = contents.value(FORMATS, formatKey);
        formatSaved = format != null;
        if (formatSaved && contents.size(section) > 0 && !new String(format, UTF_8).equals(codec.formatName())) {
            throw new UnreadableException("the states of '" + codec.computation() + "' in checkpoint " + checkpoint
                    + " are of format '" + new String(format, UTF_8) + "'; this application reads '"
                    + codec.formatName() + "'. Run the release that wrote them, or give KeyedState a format of that"
                    + " name that reads them; an empty state directory starts anew");
        }
        table.clear();
        contents.forEach(section, (key, state) -> table.restore(codec.decodeKey(key), codec.decode(state)));
    }

    @Override
    public boolean owns(String other) {
        return other.equals(section) || other.equals(FORMATS);
    }
}
