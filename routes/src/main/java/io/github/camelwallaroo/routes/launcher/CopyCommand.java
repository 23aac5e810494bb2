package io.github.camelwallaroo.routes.launcher;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "copy", description = "Copy a connector's YAML files, to change what it does.", mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {

    private final ConnectorCatalog catalog;
    private final ConnectorNames names;
    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "A connector's name.")
    private String name;

    @Parameters(index = "1", paramLabel = "DIR", defaultValue = ".", description = "Where to (default: here).")
    private Path folder;

    CopyCommand(ConnectorCatalog catalog, ConnectorNames names, Console console) {
        this.catalog = catalog;
        this.names = names;
        this.console = console;
    }

    @Override
    public Integer call() {
        names.findShipped(name);
        try {
            for (Path file : catalog.copy(name, folder)) {
                console.say("written " + file);
            }
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(e.getFile() + " is there already; move it away, or name another folder", e);
        } catch (IOException e) {
            throw new UsageException("cannot write to " + folder + ": " + e, e);
        }
        console.say("edit " + name + ".yaml and start it with: wallaroo-connectors "
                + Path.of(".").resolve(folder.resolve(name + ".yaml")) + " --connector ...");
        return 0;
    }
}
