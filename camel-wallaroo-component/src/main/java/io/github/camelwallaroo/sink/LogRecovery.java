package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.camelwallaroo.sink.LogRecord.Committed;

/**
 * Reads a log from its oldest segment to its end, and finds out whether what cannot be read there is a write that was never
 * finished, which is passed over, or damage, which is refused.
 *
 * <p>
 * Damage is: anything unreadable in a segment that has a successor, since it was forced before that; and in the last segment
 * anything before a place of which a later record says that it was forced.
 */
final class LogRecovery {

    private static final int WINDOW_BYTES = 1024 * 1024;
    /** No control record is longer: its text comes from a field with a length of 16 bits. */
    private static final int LONGEST_CONTROL = 0xffff * 3 + 64;

    private final LogDirectory directory;
    private final String identity;
    private final SpaceReserve reserve;
    private final LogNumbers numbers;
    private final List<Extent> extents = new ArrayList<>();
    private final SortedMap<Long, Long> ends = new TreeMap<>();
    private LogState state;
    private String repair;

    /**
     * What a log holds.
     *
     * @param extents what was committed, as far as it is still there
     * @param ends    where the records of each segment but the last end
     * @param writer  at the end of the last segment
     * @param repair  for people: what was not finished and is passed over; null if nothing
     */
    record Recovered(LogState state, List<Extent> extents, SortedMap<Long, Long> ends, SegmentWriter writer,
            String repair) {}

    LogRecovery(LogDirectory directory, String identity, SpaceReserve reserve, LogNumbers numbers) {
        this.directory = directory;
        this.identity = identity;
        this.reserve = reserve;
        this.numbers = numbers;
    }

    /** @throws LogDamagedException naming file and byte */
    Recovered recover() throws IOException {
        List<SegmentHeader> segments = headers();
        if (segments.isEmpty()) {
            SegmentHeader header = SegmentHeader.fresh(identity, 1, numbers.epochAfter(0), numbers.salt());
            SegmentWriter writer = SegmentWriter.create(header, directory, SegmentNames.of(1), reserve);
            return new Recovered(header.state(), extents, ends, writer, repair);
        }
        state = segments.get(0).state();
        for (int i = 0; i < segments.size() - 1; i++) {
            readFinished(segments.get(i), segments.get(i + 1));
        }
        SegmentWriter writer = readLast(segments.get(segments.size() - 1));
        if (state.lacksPrepared()) {
            writer.close();
            throw new LogDamagedException(name(segments.get(0).number() - 1), 0, "it is missing, with bytes of "
                    + state.prepared().orElseThrow() + ", which is undecided");
        }
        return new Recovered(state, extents, ends, writer, repair);
    }

    private List<SegmentHeader> headers() throws IOException {
        List<Long> numbers = SegmentNames.in(directory);
        LinkedList<SegmentHeader> headers = new LinkedList<>();
        for (int i = numbers.size() - 1; i >= 0; i--) {
            long number = numbers.get(i);
            boolean mayBeUnfinished = i == numbers.size() - 1 && (i > 0 || number == 1);
            SegmentHeader header = header(number, mayBeUnfinished);
            if (header == null) {
                continue;
            }
            if (!headers.isEmpty() && number != headers.getFirst().number() - 1) {
                throw new LogDamagedException(name(headers.getFirst().number() - 1), 0, "it is missing");
            }
            headers.addFirst(header);
            if (header.fresh()) {
                deleteAll(numbers.subList(0, i));
                break;
            }
        }
        return headers;
    }

    private void deleteAll(List<Long> numbers) throws IOException {
        for (long number : numbers) {
            directory.delete(SegmentNames.of(number));
        }
    }

    /** @return null if the making of the segment was never finished */
    private SegmentHeader header(long number, boolean mayBeUnfinished) throws IOException {
        try (OpenSegment segment = new OpenSegment(number, name(number), directory.open(SegmentNames.of(number)))) {
            try {
                SegmentHeader header = segment.header();
                check(header, number);
                return header;
            } catch (LogDamagedException e) {
                // The header is forced before the first record is written.
                if (!mayBeUnfinished || segment.file().size() > SegmentHeader.length(identity)) {
                    throw e;
                }
            }
        }
        directory.delete(SegmentNames.of(number));
        repair = name(number) + " was never finished and is made anew";
        return null;
    }

    private void check(SegmentHeader header, long number) throws IOException {
        if (header.number() != number) {
            throw new LogDamagedException(name(number), 0, "it is segment " + header.number() + " by its header");
        }
        if (!header.identity().equals(identity)) {
            throw new IOException(
                    "transaction log " + name(number) + " belongs to " + header.identity() + " and not to "
                            + identity + "; was the directory renamed or copied?");
        }
    }

    private void readFinished(SegmentHeader segment, SegmentHeader next) throws IOException {
        long end = next.previousLength();
        try (LogFile file = directory.open(SegmentNames.of(segment.number()))) {
            if (file.size() < end || end < segment.length()) {
                throw new LogDamagedException(name(segment.number()), file.size(), "it ends there, and segment "
                        + next.number() + " says at " + end);
            }
            SegmentReader reader = new SegmentReader(file, segment.salt(), segment.length(), end);
            read(segment, reader);
            if (reader.trouble() != null) {
                throw new LogDamagedException(name(segment.number()), reader.position(), reader.trouble());
            }
        }
        if (!state.isContinuedBy(next)) {
            throw new LogDamagedException(name(next.number()), 0, "it does not continue segment " + segment.number());
        }
        ends.put(segment.number(), end);
    }

    private SegmentWriter readLast(SegmentHeader segment) throws IOException {
        LogFile file = directory.open(SegmentNames.of(segment.number()));
        try {
            long size = file.size();
            SegmentReader reader = new SegmentReader(file, segment.salt(), segment.length(), size);
            read(segment, reader);
            long end = reader.position();
            // What is read here may be known to the system only; decisions that follow build on it.
            file.force();
            if (reader.trouble() == null) {
                return new SegmentWriter(segment, file, reserve, end);
            }
            refuseIfForced(segment, file, end, reader.trouble());
            repair = name(segment.number()) + " ends with a write that was never finished, from byte " + end + " of "
                    + size + " on; it is passed over";
            return new SegmentWriter(segment, file, reserve, end).givenUp();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void read(SegmentHeader segment, SegmentReader reader) throws IOException {
        while (reader.next()) {
            try {
                state.apply(reader.record(), new LogPosition(segment.number(), reader.position()));
            } catch (IllegalStateException e) {
                throw new LogDamagedException(name(segment.number()), reader.position(), e.getMessage());
            }
            if (reader.record() instanceof Committed) {
                add(state.lastCommitted());
            }
        }
    }

    /** Those without anything between them are one: what waits may be of very many transactions. */
    private void add(Extent extent) {
        int last = extents.size() - 1;
        if (last >= 0 && extent.continues(extents.get(last))) {
            extents.set(last, extents.get(last).with(extent));
        } else {
            extents.add(extent);
        }
    }

    /** Looks for a record that was written when the place which cannot be read now was on the disk. */
    private void refuseIfForced(SegmentHeader segment, LogFile file, long place, String trouble) throws IOException {
        long size = file.size();
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
        long from = place + 1;
        while (from < size) {
            file.read(window.clear(), from);
            window.flip();
            boolean last = from + window.limit() >= size;
            int until = last ? window.limit() : window.limit() - LONGEST_CONTROL;
            for (int i = 0; i < until; i++) {
                if (RecordCodec.forcedBy(window.position(i), segment.salt()) > place) {
                    throw new LogDamagedException(name(segment.number()), place,
                            trouble + ", and what follows at byte " + (from + i)
                                    + " says that this place was on the disk");
                }
            }
            from += until;
        }
    }

    private String name(long number) {
        return directory.path() + "/" + SegmentNames.of(number);
    }
}
