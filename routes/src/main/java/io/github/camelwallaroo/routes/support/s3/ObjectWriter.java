package io.github.camelwallaroo.routes.support.s3;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.once.MessagePosition;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes messages into objects, each once. An object of many messages is made and never written over: where there is one of its
 * name, left by an attempt of which nobody knows how it ended, its metadata say which messages it holds, and the others go into
 * the next one. Objects of one stream are to be written one after the other; those of different streams by any threads.
 */
final class ObjectWriter {

    /** Metadata of an object of many messages: how many. */
    static final String MESSAGES = "wallaroo-messages";
    /** Likewise: the offset of the last one, where messages have one. */
    static final String LAST = "wallaroo-last";

    private static final Logger LOG = LoggerFactory.getLogger(ObjectWriter.class);

    private final S3Store store;
    private final String connector;
    /** How far objects reach that were found there, for each stream. */
    private final Map<String, MessagePosition> covered = new ConcurrentHashMap<>();

    ObjectWriter(S3Store store, String connector) {
        this.store = store;
        this.connector = connector;
    }

    /** An object of one message, over whatever had its name. @throws InterruptedException when the store is closed */
    void write(ObjectPart part) throws InterruptedException {
        store.put(part.request(), part.bytes());
    }

    /** Returns when S3 has all of them. @param parts of one stream, in order @throws InterruptedException as above */
    void write(List<ObjectPart> parts) throws InterruptedException {
        List<ObjectPart> left = missing(parts);
        while (!left.isEmpty() && !store.put(request(left), content(left))) {
            ObjectPart first = left.get(0);
            if (first.position() == null) {
                // The name is of this run alone: an earlier attempt had succeeded.
                return;
            }
            learn(first);
            left = missing(left);
        }
    }

    private List<ObjectPart> missing(List<ObjectPart> parts) {
        return parts.stream().filter(each -> !isCovered(each.position())).toList();
    }

    private boolean isCovered(MessagePosition position) {
        MessagePosition reached = position == null ? null : covered.get(position.stream());
        return reached != null && reached.epoch() == position.epoch() && position.compareTo(reached) <= 0;
    }

    private void learn(ObjectPart first) throws InterruptedException {
        String name = first.request().key();
        Optional<Map<String, String>> found = store.metadata(name);
        if (found.isEmpty()) {
            // Removed meanwhile: it is written anew.
            return;
        }
        long last = last(found.get());
        if (last < first.position().offset()) {
            store.complain("an object " + name + " is there that this connector did not write; move it away, or see"
                    + " prefix");
            return;
        }
        covered.put(first.position().stream(),
                new MessagePosition(first.position().stream(), first.position().epoch(), last));
        LOG.info("{}: {} is there already, with the messages up to byte {}", connector, name, last);
    }

    /** -1 if it is none of ours. */
    private long last(Map<String, String> metadata) {
        String last = metadata.getOrDefault(LAST, "");
        boolean ours = S3ObjectNames.ascii(connector).equals(metadata.get(S3ObjectNames.CONNECTOR));
        return ours && last.matches("[0-9]{1,18}") ? Long.parseLong(last) : -1;
    }

    private static PutObjectRequest request(List<ObjectPart> parts) {
        PutObjectRequest first = parts.get(0).request();
        Map<String, String> metadata = new HashMap<>(first.metadata());
        metadata.put(MESSAGES, String.valueOf(parts.size()));
        MessagePosition last = parts.get(parts.size() - 1).position();
        if (last != null) {
            metadata.put(LAST, String.valueOf(last.offset()));
        }
        return first.toBuilder()
                .metadata(metadata)
                .contentLength(parts.stream().mapToLong(each -> each.bytes().length).sum())
                .ifNoneMatch("*")
                .build();
    }

    private static byte[] content(List<ObjectPart> parts) {
        byte[] content = new byte[parts.stream().mapToInt(each -> each.bytes().length).sum()];
        int at = 0;
        for (ObjectPart part : parts) {
            System.arraycopy(part.bytes(), 0, content, at, part.bytes().length);
            at += part.bytes().length;
        }
        return content;
    }
}
