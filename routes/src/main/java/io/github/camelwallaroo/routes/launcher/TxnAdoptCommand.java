package io.github.camelwallaroo.routes.launcher;

import java.util.List;
import java.util.OptionalLong;

import io.github.camelwallaroo.sink.LoggedStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "adopt", description = "Go on where the worker is, in a new epoch.", mixinStandardHelpOptions = true, sortOptions = false, customSynopsis = "wallaroo-connectors txn adopt "
        + TxnLogs.DIRECTORY + " [STREAM] [--offset N] [--yes]", footer = {"", TxnChangeCommand.EXIT_CODES})
final class TxnAdoptCommand extends TxnChangeCommand {

    @Option(names = "--offset", paramLabel = "N", description = "Where the worker goes on, a byte of its output (default: where it was found).")
    private Long offset;

    TxnAdoptCommand(Console console, Confirmation terminal) {
        super(console, terminal);
    }

    @Override
    int words() {
        return 1;
    }

    @Override
    Plan plan(StreamEntry entry, List<String> rest) {
        LoggedStream stream = entry.readable();
        stream.undecided().ifPresent(transaction -> {
            throw new UsageException("transaction " + transaction.id() + " of " + stream.identity()
                    + " is undecided; commit or abort it first ('txn show' tells what that means)");
        });
        if (offset != null && offset < 0) {
            throw new UsageException("--offset is '" + offset + "', expected 0 or more, a byte of the worker's output");
        }
        if (offset == null && stream.mismatch().isEmpty()) {
            throw new UsageException("the worker of " + stream.identity() + " was not found elsewhere than this log is,"
                    + " so where it goes on is not known; give --offset N if you know it");
        }
        long position = offset != null ? offset : stream.mismatch().get().offset();
        OptionalLong given = offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
        return new Plan(consequence(stream, position), (operations, name) -> operations.adopt(name, given));
    }

    private static String consequence(LoggedStream stream, long position) {
        StringBuilder text = new StringBuilder();
        if (stream.committed().isPresent()) {
            long committed = stream.committed().getAsLong();
            text.append("this log has the worker's output up to byte ")
                    .append(committed)
                    .append(" of epoch ")
                    .append(stream.epoch())
                    .append(", and the worker goes on at byte ")
                    .append(position)
                    .append(". Bytes from there on will belong to a new epoch")
                    .append(position < committed
                            ? ", and what the worker computes again is delivered again, with other message ids"
                            : ", and what lies between is never delivered");
        } else {
            text.append("nothing is known of the worker; its output will begin at byte ").append(position);
        }
        if (stream.backlog() > 0) {
            text.append(". ").append(StreamReport.bytes(stream.backlog())).append(" that wait are still delivered");
        }
        return text.toString();
    }
}
