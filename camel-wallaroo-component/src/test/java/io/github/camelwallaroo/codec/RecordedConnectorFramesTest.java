package io.github.camelwallaroo.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.WorkersLeft;

/**
 * Every distinct frame of 179 recorded conversations with real workers of generation 1, as far as it was recorded whole,
 * against what the recorder, a program of its own, read in it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedConnectorFramesTest {

    private static final int MAX_FRAME_SIZE = 16 * 1024;
    private static final Set<String> NOT_PLAIN = Set.of("undecodable", "unknown type 42", "unknown type 9");

    private final List<JsonNode> recorded = new ArrayList<>();

    @BeforeAll
    void read() throws Exception {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(Objects.requireNonNull(
                RecordedConnectorFramesTest.class.getResourceAsStream("/recordings/connector-frames.jsonl")), UTF_8))) {
            ObjectMapper json = new ObjectMapper();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                recorded.add(json.readTree(line));
            }
        }
    }

    @Test
    void shouldReadInEveryFrameWhatTheRecorderRead() throws Exception {
        int compared = 0;
        for (JsonNode row : recorded) {
            JsonNode decoded = row.get("decoded");
            if (NOT_PLAIN.contains(decoded.get("frame").textValue())) {
                continue;
            }
            byte[] bytes = bytes(row);
            Leniency leniency = decoded.has("trailing") ? Leniency.LENIENT : Leniency.STRICT;
            List<ConnectorFrame> frames = Feed.all(ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency), bytes);

            assertThat(frames).as(row.toString()).containsExactly(expected(decoded, bytes));
            compared++;
        }
        assertThat(compared).isEqualTo(2115);
    }

    @Test
    void shouldWriteEveryFrameAsItWasRecorded() throws Exception {
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(MAX_FRAME_SIZE, Leniency.STRICT);
        for (JsonNode row : recorded) {
            JsonNode decoded = row.get("decoded");
            if (NOT_PLAIN.contains(decoded.get("frame").textValue()) || decoded.has("trailing")) {
                continue;
            }
            ConnectorFrame frame = Feed.all(decoder, bytes(row)).get(0);
            byte[] encoded = ConnectorCodec.encode(frame);
            // A worker may leave out the body of a RESTART; this side always writes it.
            boolean bare = frame instanceof Restart && bytes(row).length == 5;
            assertThat(encoded).as(row.toString()).isEqualTo(bare ? hex("000000050700000000") : bytes(row));
        }
    }

    @Test
    void shouldReadInEveryTwoPhaseCommitMessageWhatTheRecorderRead() throws Exception {
        int compared = 0;
        for (JsonNode row : recorded) {
            JsonNode decoded = row.get("decoded");
            if (decoded.has("twopc")) {
                Message frame = (Message) Feed
                        .all(ConnectorCodec.newDecoder(MAX_FRAME_SIZE, Leniency.STRICT), bytes(row))
                        .get(0);
                TwoPhaseCommitMessage message = TwoPhaseCommitCodec.decode(frame.payload(), Leniency.STRICT);

                assertThat(message).as(row.toString()).isEqualTo(transaction(decoded));
                assertThat(TwoPhaseCommitCodec.encode(message)).isEqualTo(frame.payload());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(263);
    }

    @Test
    void shouldRefuseWhatARealWorkerCannotDecode() {
        for (String frame : List.of("00000009030000000000000001", "000000032a0001")) {
            for (Leniency leniency : Leniency.values()) {
                assertThatExceptionOfType(ProtocolViolationException.class)
                        .isThrownBy(() -> Feed.all(ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency), hex(frame)))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(ProtocolViolationException.Kind.UNDECODABLE));
            }
        }
    }

    @Test
    void shouldDecodeSeveralFramesOfOneWrite() throws Exception {
        String pipelined = "00000025000005302e302e310012447261676f6e732d4c6f76652d5461636f73000372656300026931"
                + "00000014038e35c2cd3bf6641b0001710000000000000000"
                + "0000001f058e35c2cd3bf6641b0000000000000001000000000000000000003f800000";
        StreamId stream = new StreamId(0x8e35c2cd3bf6641bL);

        assertThat(Feed.all(ConnectorCodec.newDecoder(MAX_FRAME_SIZE, Leniency.STRICT), hex(pipelined)))
                .containsExactly(new Hello("0.0.1", "Dragons-Love-Tacos", "rec", "i1"),
                        new Notify(stream, "q", PointOfReference.of(0)),
                        new Message(stream, 1, 0, Message.NO_KEY, hex("3f800000")));
        assertThat(StreamId.of("q")).isEqualTo(stream);
    }

    private static ConnectorFrame expected(JsonNode decoded, byte[] bytes) {
        return switch (decoded.get("frame").textValue()) {
            case "HELLO" -> new Hello(text(decoded, "version"), text(decoded, "cookie"), text(decoded, "program"),
                    text(decoded, "instance"));
            case "OK" -> new Ok(decoded.get("credits").longValue());
            case "ERROR" -> new ProtocolError(text(decoded, "reason"));
            case "NOTIFY" -> new Notify(streamId(decoded), text(decoded, "streamName"), position(decoded));
            case "NOTIFY_ACK" -> new NotifyAck(decoded.get("success").intValue() == 1, streamId(decoded),
                    position(decoded));
            case "MESSAGE" -> message(decoded, bytes);
            case "ACK" -> new Ack(decoded.get("credits").longValue(), StreamSupport
                    .stream(decoded.get("acks").spliterator(), false)
                    .map(pair -> new Ack.Position(new StreamId(unsigned(pair.get(0))), position(pair.get(1))))
                    .toList());
            case "RESTART" -> new Restart(decoded.get("address").asText(""));
            case "EOS_MESSAGE" -> new EndOfStream(streamId(decoded));
            default -> throw new AssertionError(decoded);
        };
    }

    private static Message message(JsonNode decoded, byte[] bytes) {
        int keyAt = 4 + ConnectorCodec.MESSAGE_HEADER;
        int payloadAt = decoded.has("payloadLength") ? bytes.length - decoded.get("payloadLength").intValue() : keyAt;
        byte[] key = Arrays.copyOfRange(bytes, keyAt, payloadAt);
        // The recorder shows keys as text, and two of them are none.
        assertThat(new String(key, UTF_8)).isEqualTo(text(decoded, "key"));
        return new Message(streamId(decoded), unsigned(decoded.get("messageId")),
                decoded.get("eventTime").longValue(), key, Arrays.copyOfRange(bytes, payloadAt, bytes.length));
    }

    private static TwoPhaseCommitMessage transaction(JsonNode decoded) {
        return switch (decoded.get("twopc").textValue()) {
            case "LIST_UNCOMMITTED" -> new ListUncommitted(unsigned(decoded.get("rtag")));
            case "REPLY_UNCOMMITTED" -> new ReplyUncommitted(unsigned(decoded.get("rtag")),
                    texts(decoded.get("txns")));
            case "PHASE1" -> new Phase1(text(decoded, "txn"), StreamSupport
                    .stream(decoded.get("where").spliterator(), false)
                    .map(where -> new Range(new StreamId(unsigned(where.get(0))), unsigned(where.get(1)),
                            unsigned(where.get(2))))
                    .toList());
            case "REPLY" -> new Reply(text(decoded, "txn"), decoded.get("commit").intValue() == 1);
            case "PHASE2" -> new Phase2(text(decoded, "txn"), decoded.get("commit").intValue() == 1);
            case "WORKERS_LEFT" -> new WorkersLeft(unsigned(decoded.get("rtag")), texts(decoded.get("workers")));
            default -> throw new AssertionError(decoded);
        };
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
    }

    private static StreamId streamId(JsonNode decoded) {
        return new StreamId(unsigned(decoded.get("streamId")));
    }

    private static PointOfReference position(JsonNode decoded) {
        JsonNode value = decoded.isObject() ? decoded.get("pointOfRef") : decoded;
        return value.asText().equals("NONE") ? PointOfReference.NONE : new PointOfReference(unsigned(value));
    }

    private static String text(JsonNode decoded, String field) {
        return decoded.get(field).textValue();
    }

    private static long unsigned(JsonNode number) {
        return number.asText().equals("NONE") ? -1 : Long.parseUnsignedLong(number.asText());
    }

    private static byte[] bytes(JsonNode row) {
        return hex(row.get("hex").textValue());
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
