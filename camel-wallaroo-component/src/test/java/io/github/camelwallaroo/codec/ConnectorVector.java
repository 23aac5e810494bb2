package io.github.camelwallaroo.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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
 * A frame of generation 1 and the bytes that the reference library made of it.
 *
 * @param transaction what its payload says, if that is a two-phase-commit message; else null
 */
record ConnectorVector(String kind, ConnectorFrame frame, TwoPhaseCommitMessage transaction, byte[] bytes) {

    private static final String FILE = "/vectors/connector-protocol.json";

    static List<ConnectorVector> all() {
        try (InputStream in = ConnectorVector.class.getResourceAsStream(FILE)) {
            List<ConnectorVector> vectors = new ArrayList<>();
            for (JsonNode row : new ObjectMapper().readTree(in)) {
                vectors.add(of(row));
            }
            return vectors;
        } catch (IOException e) {
            throw new AssertionError(FILE, e);
        }
    }

    /** Those short enough to be cut at every byte. */
    static List<ConnectorVector> small() {
        return all().stream().filter(vector -> vector.bytes.length <= 2048).toList();
    }

    static List<ConnectorVector> transactions() {
        return all().stream().filter(vector -> vector.transaction != null).toList();
    }

    private static ConnectorVector of(JsonNode row) {
        String kind = row.get("kind").textValue();
        JsonNode fields = row.get("fields");
        byte[] bytes = hex(row.get("frame"));
        if (row.has("payload")) {
            Message message = new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, hex(row.get("payload")));
            return new ConnectorVector(kind, message, transaction(kind, fields), bytes);
        }
        return new ConnectorVector(kind, frame(kind, fields), null, bytes);
    }

    private static ConnectorFrame frame(String kind, JsonNode fields) {
        return switch (kind) {
            case "HELLO" -> new Hello(text(fields, "version"), text(fields, "cookie"), text(fields, "programName"),
                    text(fields, "instanceName"));
            case "OK" -> new Ok(fields.get("initialCredits").longValue());
            case "ERROR" -> new ProtocolError(text(fields, "message"));
            case "NOTIFY" -> new Notify(streamId(fields), text(fields, "streamName"), position(fields));
            case "NOTIFY_ACK" ->
                new NotifyAck(fields.get("success").booleanValue(), streamId(fields), position(fields));
            case "MESSAGE" -> new Message(streamId(fields), unsigned(fields, "messageId"),
                    fields.get("eventTime").longValue(), hex(fields.get("key")),
                    hex(fields.get("message")));
            case "ACK" -> new Ack(fields.get("credits").longValue(), elements(fields.get("acks")).map(
                    pair -> new Ack.Position(new StreamId(unsigned(pair.get(0))),
                            PointOfReference.of(unsigned(pair.get(1)))))
                    .toList());
            case "RESTART" -> new Restart(text(fields, "address"));
            case "EOS_MESSAGE" -> new EndOfStream(streamId(fields));
            default -> throw new AssertionError(kind);
        };
    }

    private static TwoPhaseCommitMessage transaction(String kind, JsonNode fields) {
        return switch (kind) {
            case "LIST_UNCOMMITTED" -> new ListUncommitted(unsigned(fields, "rtag"));
            case "REPLY_UNCOMMITTED" -> new ReplyUncommitted(unsigned(fields, "rtag"),
                    elements(fields.get("txnIds")).map(JsonNode::textValue).toList());
            case "PHASE1" -> new Phase1(text(fields, "txnId"), elements(fields.get("whereList")).map(
                    where -> new Range(new StreamId(unsigned(where.get(0))), unsigned(where.get(1)),
                            unsigned(where.get(2))))
                    .toList());
            case "REPLY" -> new Reply(text(fields, "txnId"), fields.get("commit").booleanValue());
            case "PHASE2" -> new Phase2(text(fields, "txnId"), fields.get("commit").booleanValue());
            case "WORKERS_LEFT" -> new WorkersLeft(unsigned(fields, "rtag"),
                    elements(fields.get("leavingWorkers")).map(JsonNode::textValue).toList());
            default -> throw new AssertionError(kind);
        };
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static StreamId streamId(JsonNode fields) {
        return new StreamId(unsigned(fields, "streamId"));
    }

    private static PointOfReference position(JsonNode fields) {
        return PointOfReference.of(unsigned(fields, "pointOfRef"));
    }

    private static String text(JsonNode fields, String name) {
        return fields.get(name).textValue();
    }

    private static long unsigned(JsonNode fields, String name) {
        return unsigned(fields.get(name));
    }

    private static long unsigned(JsonNode number) {
        return Long.parseUnsignedLong(number.asText());
    }

    private static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.textValue());
    }

    @Override
    public String toString() {
        return kind + " of " + bytes.length + " bytes";
    }
}
