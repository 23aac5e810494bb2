package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A participant without files that holds its caller to the contract. */
final class MemoryParticipant implements TransactionParticipant {

    final List<String> committedMessages = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    private final List<Message> staged = new ArrayList<>();
    private OptionalLong committed = OptionalLong.empty();
    private Transaction prepared;
    private Mismatch mismatch;
    private boolean mustRollBack;
    /** Calls from now on that fail; see {@link #failing}. */
    private String failing = "";

    private record Message(long offset, String text) {

        long end() {
            return offset + text.getBytes(ISO_8859_1).length;
        }
    }

    static MemoryParticipant committedTo(long offset) {
        MemoryParticipant participant = new MemoryParticipant();
        participant.committed = OptionalLong.of(offset);
        return participant;
    }

    /** @param call the name of the method that fails from now on; empty = none */
    MemoryParticipant failing(String call) {
        failing = call;
        return this;
    }

    private void call(String name, String text) throws IOException {
        if (name.equals(failing)) {
            mustRollBack = true;
            throw new IOException("simulated failure");
        }
        calls.add(name + (text.isEmpty() ? "" : " ") + text);
    }

    @Override
    public OptionalLong committed() {
        return committed;
    }

    @Override
    public List<Transaction> listPrepared() {
        return prepared == null ? List.of() : List.of(prepared);
    }

    private long kept() {
        return prepared == null ? committed.getAsLong() : prepared.end();
    }

    long received() {
        return staged.isEmpty() ? kept() : staged.get(staged.size() - 1).end();
    }

    @Override
    public void adopt(long offset) throws IOException {
        assertThat(committed).isEmpty();
        call("adopt", "" + offset);
        mustRollBack = false;
        committed = OptionalLong.of(offset);
    }

    @Override
    public void append(long offset, byte[] payload) throws IOException {
        assertThat(mustRollBack).as("rolled back after an error").isFalse();
        assertThat(offset).isEqualTo(received());
        assertThat(payload).isNotEmpty();
        call("append", offset + ":" + new String(payload, ISO_8859_1));
        staged.add(new Message(offset, new String(payload, ISO_8859_1)));
    }

    @Override
    public void rollbackTo(long offset) throws IOException {
        assertThat(offset).isEqualTo(kept());
        call("rollbackTo", "" + offset);
        staged.removeIf(message -> message.offset() >= offset);
        mustRollBack = false;
    }

    @Override
    public void prepare(Transaction transaction) throws IOException {
        assertThat(prepared).isNull();
        assertThat(transaction.isEmpty()).isFalse();
        assertThat(transaction.start()).isEqualTo(committed.getAsLong());
        assertThat(transaction.end()).isLessThanOrEqualTo(received());
        call("prepare", "" + transaction);
        prepared = transaction;
    }

    @Override
    public void commit(Transaction transaction) throws IOException {
        assertThat(transaction).isEqualTo(prepared);
        call("commit", "" + transaction);
        staged.stream()
                .filter(message -> message.offset() < transaction.end())
                .forEach(message -> committedMessages.add(message.offset() + ":" + message.text()));
        staged.removeIf(message -> message.offset() < transaction.end());
        committed = OptionalLong.of(transaction.end());
        prepared = null;
    }

    @Override
    public void abort(Transaction transaction) throws IOException {
        assertThat(transaction).isEqualTo(prepared);
        call("abort", "" + transaction);
        prepared = null;
        staged.clear();
    }

    @Override
    public boolean remember(Mismatch found) throws IOException {
        boolean news = found.verdict() == Verdict.MATCH ? mismatch != null : !found.equals(mismatch);
        mismatch = found.verdict() == Verdict.MATCH ? null : found;
        return news;
    }

    @Override
    public void recover() throws IOException {
        if (!failing.isEmpty()) {
            throw new IOException("simulated failure goes on");
        }
        calls.add("recover");
    }

    Mismatch mismatch() {
        return mismatch;
    }
}
