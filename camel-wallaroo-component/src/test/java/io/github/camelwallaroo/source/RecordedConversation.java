package io.github.camelwallaroo.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;

/**
 * A conversation with a real worker, of which the worker's half is played to sessions of ours: what the recorded connector
 * sent says which streams and messages they are given, and when. What they send is held against {@link WorkerRules}.
 */
final class RecordedConversation {

    /** One connection of the recording, and the session that has it. */
    final class Side extends SessionRecorder {

        final SourceSession session = new SourceSession(settings, this);
        final Map<String, SourceStream> streams = new LinkedHashMap<>();
        final Map<String, Outcome> outcomes = new LinkedHashMap<>();
        private WorkerRules rules;

        private void connect() {
            rules = new WorkerRules(settings.resilience());
            session.connected(now);
        }

        private void received(byte[] bytes) {
            ConnectorFrame frame = decode(bytes);
            rules.received(frame);
            session.received(frame, now);
        }

        private void open(String name) {
            if (!streams.containsKey(name) || streams.get(name).isEnding()) {
                SourceStream stream = new SourceStream(name, (any, position) -> {}, settings, this);
                streams.put(name, stream);
                session.attach(stream);
            }
        }

        private void give(String name, long id) {
            SourceStream stream = streams.get(name);
            if (stream == null) {
                return;
            }
            Outcome outcome = new Outcome();
            byte[] frame = ConnectorCodec.encodeMessage(stream.id().value(), id, 0, null, new byte[4]);
            try {
                Acceptance acceptance = session.accept(new ReplayEntry(stream, id, frame, outcome, now));
                if (acceptance == Acceptance.COVERED) {
                    outcome.completed(null);
                }
                outcomes.put(name + ":" + StreamIds.text(id), outcome);
            } catch (StreamException e) {
                // Recorded connectors did what a good one must not do.
                refusals++;
            }
        }

        private void report() {
            if (settings.hearsOfWrites()) {
                entries.forEach(session::written);
            }
            entries.clear();
        }

        @Override
        public void send(byte[] frame, ReplayEntry entry) {
            rules.sent(frame, decode(frame));
            super.send(frame, entry);
        }
    }

    final String name;
    final SessionSettings settings;
    final List<Side> sides = new ArrayList<>();
    int refusals;
    private final List<String> lines;
    private final Map<String, Side> byConnection = new HashMap<>();
    private long now = 1_000;

    private RecordedConversation(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
        boolean resilience = !name.endsWith("-plain");
        this.settings = new SessionSettings(name, SessionFixture.HELLO, resilience,
                resilience ? CompletionMode.ACKNOWLEDGED : CompletionMode.WRITTEN);
    }

    static List<RecordedConversation> all() {
        List<RecordedConversation> all = new ArrayList<>();
        try (InputStream file = RecordedConversation.class.getResourceAsStream("/session/conversations.txt")) {
            String[] parts = new String(file.readAllBytes(), UTF_8).split("\n# ");
            for (String part : Arrays.asList(parts).subList(1, parts.length)) {
                List<String> lines = part.strip().lines().toList();
                all.add(new RecordedConversation(lines.get(0), lines.subList(1, lines.size())));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    static RecordedConversation of(String name) {
        return all().stream().filter(one -> one.name.equals(name)).findFirst().orElseThrow();
    }

    /** Plays it to the end. @return this */
    RecordedConversation play() {
        lines.forEach(this::play);
        return this;
    }

    private void play(String line) {
        now += 10;
        String[] words = line.split(" ");
        Side side = byConnection.get(words[0]);
        if (words[1].equals("connect")) {
            // A connection after one that has ended is the next one of the same session.
            Side next = sides.stream()
                    .filter(one -> one.session.state() == SessionState.DISCONNECTED)
                    .findFirst()
                    .orElseGet(this::newSide);
            byConnection.put(words[0], next);
            next.connect();
        } else if (words[1].equals("<")) {
            side.received(HexFormat.of().parseHex(words[2]));
        } else if (words[1].equals(">")) {
            sent(side, words);
        } else {
            side.session.disconnected(words[1], now);
        }
        sides.forEach(Side::report);
        sides.forEach(one -> one.session.tick(now));
    }

    private Side newSide() {
        Side side = new Side();
        sides.add(side);
        return side;
    }

    private void sent(Side side, String[] words) {
        String stream = words.length > 3 ? words[3] : "";
        switch (words[2]) {
            case "NOTIFY" -> {
                if (!stream.isEmpty()) {
                    side.open(stream);
                }
            }
            case "MESSAGE" -> Arrays.stream(words)
                    .skip(4)
                    .flatMapToLong(RecordedConversation::ids)
                    .filter(id -> id != StreamIds.NONE)
                    .forEach(id -> side.give(stream, id));
            case "EOS" -> {
                if (side.streams.containsKey(stream)) {
                    side.session.end(side.streams.get(stream));
                }
            }
            default -> throw new AssertionError(String.join(" ", words));
        }
    }

    /** {@code 7} or {@code 1..60}. */
    private static LongStream ids(String text) {
        int dots = text.indexOf("..");
        return dots < 0
                ? LongStream.of(Long.parseUnsignedLong(text))
                : LongStream.rangeClosed(Long.parseLong(text.substring(0, dots)),
                        Long.parseLong(text.substring(dots + 2)));
    }

    /** The only session of it. */
    Side only() {
        if (sides.size() != 1) {
            throw new AssertionError(name + " has " + sides.size() + " connections at a time");
        }
        return sides.get(0);
    }

    SourceStream stream(String stream) {
        return only().streams.get(stream);
    }

    @Override
    public String toString() {
        return name;
    }
}
