package io.github.camelwallaroo.routes.launcher;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelwallaroo.routes.catalog.CatalogException;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.catalog.Spelling;
import io.github.camelwallaroo.routes.runner.FailureText;
import io.github.camelwallaroo.routes.runner.StartException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The program {@code wallaroo-connectors}. Exit codes: 0 done, 130 or 143 stopped by a signal, 1
 * something failed while running, 2 it could not do what the command line asked.
 */
public final class WallarooConnectors {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Console console;
    private final CommandLine commands;
    private final ConnectorNames names;

    WallarooConnectors(Console console) {
        this(console, Confirmation::atTerminal);
    }

    /** @param terminal who is asked before something is done that cannot be undone */
    WallarooConnectors(Console console, Confirmation terminal) {
        this.console = console;
        ConnectorCatalog catalog = new ConnectorCatalog();
        this.commands = new CommandLine(root());
        this.names = new ConnectorNames(catalog,
                List.of("list", "describe", "copy", "run", "worker", "application", "demo",
                        "txn"));
        commands.addSubcommand(new ListCommand(catalog, console));
        commands.addSubcommand(new DescribeCommand(names, console));
        commands.addSubcommand(new CopyCommand(catalog, names, console));
        commands.addSubcommand(new RunCommand(catalog, console));
        commands.addSubcommand(new WorkerCommand(console));
        commands.addSubcommand(new ApplicationCommand(console));
        commands.addSubcommand(new DemoCommand(console));
        commands.addSubcommand(TxnCommand.commandLine(console, terminal));
        commands.setOut(console.out())
                .setErr(console.err())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(this::misused)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure,
                        CommonFlags.verbose(parsed.originalArgs())));
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false);
        PrintWriter err = new PrintWriter(System.err, false);
        System.exit(new WallarooConnectors(new Console(out, err)).run(arguments));
    }

    /** Does what the arguments ask for. @return the exit code */
    int run(String... arguments) {
        if (arguments.length == 0) {
            commands.usage(console.err());
            console.err().flush();
            return USAGE;
        }
        if (arguments[0].startsWith("-") || commands.getSubcommands().containsKey(arguments[0])) {
            return commands.execute(arguments);
        }
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        try {
            return new ConnectorCommand(names, console).run(arguments[0], rest);
        } catch (RuntimeException e) {
            return failed(e, CommonFlags.verbose(rest));
        }
    }

    private int misused(ParameterException failure, String[] arguments) {
        console.fail(
                failure.getMessage() + hint(failure) + " ('" + failure.getCommandLine().getCommandSpec().qualifiedName()
                        + " --help' shows what is possible)");
        return USAGE;
    }

    private static String hint(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            CommandSpec command = failure.getCommandLine().getCommandSpec();
            List<String> words = Stream.concat(command.options().stream().map(OptionSpec::longestName),
                    command.subcommands().keySet().stream()).toList();
            return Spelling.hint(unmatched.getUnmatched().get(0).replaceFirst("=.*", ""), words);
        }
        return "";
    }

    private int failed(Exception failure, boolean verbose) {
        console.fail(FailureText.of(failure));
        if (verbose) {
            failure.printStackTrace(console.err());
            console.err().flush();
        }
        boolean usage = failure instanceof UsageException || failure instanceof CatalogException
                || failure instanceof StartException;
        return usage ? USAGE : FAILED;
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.forAnnotatedObject(new Root());
        root.versionProvider(new ProgramVersion());
        return root;
    }

    @Command(name = "wallaroo-connectors", mixinStandardHelpOptions = true, sortOptions = false, description = "Carries messages between Wallaroo and other systems.", synopsisHeading = "Usage:%n", customSynopsis = {
            "  wallaroo-connectors COMMAND ...",
            "  wallaroo-connectors NAME --application-module APPLICATION --connector CONNECTOR"
                    + " --CONNECTOR-PARAMETER VALUE ...",
            "      starts one connector: NAME is one that 'list' shows, or the path of a YAML file"}, footer = {"",
                    "'wallaroo-connectors COMMAND --help' and '... describe NAME' tell more."})
    private static final class Root {}
}
