package io.github.camelwallaroo.routes.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(name = "application", description = "Show what is understood of an application: its name and its connectors.", mixinStandardHelpOptions = true)
final class ApplicationCommand implements Callable<Integer> {

    private static final List<String> FLAGS = List.of("--application-module", "--json", "--schema",
            CommonFlags.CLASSPATH,
            CommonFlags.VERBOSE, "--help", "--version");

    private final Console console;

    @Option(names = "--application-module", paramLabel = "NAME", description = ModuleFlags.APPLICATION_TEXT)
    private String applicationName;

    @Option(names = "--schema", description = "Print the JSON Schema of application files in YAML, for editors, and end.")
    private boolean schema;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Option(names = CommonFlags.CLASSPATH, paramLabel = "PATH", description = CommonFlags.CLASSPATH_TEXT)
    private String classpath;

    @Mixin
    private ModuleFlags moduleFlags;

    @Option(names = {"-v", CommonFlags.VERBOSE}, description = CommonFlags.VERBOSE_TEXT)
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> foreign = new ArrayList<>();

    ApplicationCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (schema) {
            console.say(ApplicationFile.schema());
            return 0;
        }
        if (applicationName == null) {
            throw new UsageException("--application-module is missing: " + ModuleFlags.APPLICATION_TEXT);
        }
        Logging.start(verbose);
        ApplicationDescription description = new Applications(moduleFlags.arguments(UserClasses.loader(classpath),
                spec.commandLine().getParent().getParseResult().originalArgs())).describe(applicationName);
        List<String> known = new ArrayList<>(FLAGS);
        known.addAll(ModuleFlags.ALL);
        new ForeignFlags(null, description.connectors().keySet(), known).judge(foreign).ifPresent(console::warn);
        if (json) {
            console.say(ApplicationJson.text(description));
        } else {
            ApplicationTable.lines(description).forEach(console::say);
        }
        return 0;
    }
}
