package io.github.camelwallaroo.routes.launcher;

import java.util.List;

import io.github.camelwallaroo.sink.LoggedStream;
import io.github.camelwallaroo.sink.TransactionOperations;
import picocli.CommandLine.Command;

@Command(name = "reset", description = "Forget everything about a stream, also what is not delivered, in a new epoch.", mixinStandardHelpOptions = true, sortOptions = false, customSynopsis = "wallaroo-connectors txn reset "
        + TxnLogs.DIRECTORY + " [STREAM] [--yes]", footer = {"", TxnChangeCommand.EXIT_CODES})
final class TxnResetCommand extends TxnChangeCommand {

    TxnResetCommand(Console console, Confirmation terminal) {
        super(console, terminal);
    }

    @Override
    int words() {
        return 1;
    }

    @Override
    Plan plan(StreamEntry entry, List<String> rest) {
        return new Plan(entry.isReadable()
                ? consequence(entry.stream())
                : entry.trouble().getMessage() + ". What it held will be given up, output that is committed and not"
                        + " delivered included",
                TransactionOperations::reset);
    }

    private static String consequence(LoggedStream stream) {
        StringBuilder text = new StringBuilder("everything about this stream will be forgotten");
        stream.committed()
                .ifPresent(offset -> text.append(": that it is committed up to byte ")
                        .append(offset)
                        .append(" of epoch ")
                        .append(stream.epoch()));
        if (stream.backlog() > 0) {
            text.append("; ").append(StreamReport.bytes(stream.backlog())).append(" that wait will never be delivered");
        }
        stream.undecided()
                .ifPresent(transaction -> text.append("; undecided transaction ")
                        .append(transaction.id())
                        .append(", bytes ")
                        .append(transaction.start())
                        .append(" to ")
                        .append(transaction.end())
                        .append(", will never be delivered"));
        return text.append(". Where the worker goes on")
                .append(stream.mismatch().map(mismatch -> ", byte " + mismatch.offset() + ",").orElse(""))
                .append(" will be the beginning of a new epoch")
                .toString();
    }
}
