package io.github.camelwallaroo.routes.launcher;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.application.ModuleKind;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.ApplicationSetup;
import io.github.camelwallaroo.worker.PipelineSetup;

/**
 * What the embedded worker is to run: the pipelines of a Java class on the connectors of an application.
 *
 * @param description what the application says
 * @param workerClass the class that the command line names, which wins over the application's
 * @param arguments   what it is told
 */
record WorkerApplication(ApplicationDescription description, Optional<String> workerClass,
        ApplicationArguments arguments) {

    /**
     * Sets the pipelines up.
     *
     * @param  sourceHost     where to listen for sources; null for what the application says
     * @param  sinkHost       where sinks listen; null for what the application says
     * @throws UsageException if there is no such class, or it is none that holds pipelines
     * @throws Exception      whatever the class throws
     */
    Application setup(String sourceHost, String sinkHost) throws Exception {
        String name = workerClass.or(description::worker).orElseThrow(this::noClass);
        Object setup = instance(name);
        if (setup instanceof PipelineSetup pipelines) {
            return pipelines.setup(withHosts(sourceHost, sinkHost), arguments.commandLine());
        }
        boolean itself = description.kind() == ModuleKind.JAVA && description.worker().filter(name::equals).isPresent();
        if (setup instanceof ApplicationSetup application && itself) {
            return application.setup(arguments.commandLine()).withHosts(sourceHost, sinkHost);
        }
        if (setup instanceof ApplicationSetup) {
            throw new UsageException(
                    description.source() + ": worker class " + name + " describes connectors of its own;"
                            + " give it as --application-module " + name + ", or let it implement "
                            + PipelineSetup.class.getName() + " instead");
        }
        throw new UsageException(itself
                ? description.source() + " describes connectors and holds no pipelines; let it implement "
                        + ApplicationSetup.class.getName() + ", or run them in a Wallaroo worker"
                : description.source() + ": worker class " + name + " does not implement "
                        + PipelineSetup.class.getName());
    }

    private UsageException noClass() {
        return new UsageException(switch (description.kind()) {
            case PYTHON -> description.source()
                    + ": the pipelines of a Python module run in a Wallaroo worker, those of the"
                    + " embedded worker are written in Java; name the Java class that sets them up with --worker-class"
                    + " com.example.NAME, and where it is with --classpath";
            default -> description.source()
                    + ": there is no key 'worker', which names the Java class that sets the pipelines up;"
                    + " without one, or --worker-class, the application can only run in a Wallaroo cluster";
        });
    }

    private ApplicationDescription withHosts(String sourceHost, String sinkHost) {
        Map<String, ConnectorDescription> connectors = new LinkedHashMap<>();
        description.connectors().forEach((name, connector) -> {
            String host = connector.direction() == Direction.SOURCE ? sourceHost : sinkHost;
            connectors.put(name, host == null ? connector : connector.withHost(host));
        });
        return description.withConnectors(connectors);
    }

    private Object instance(String name) {
        String what = description.source() + ": worker class " + name;
        try {
            return Class.forName(name, true, arguments.classes()).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new UsageException(what + " was not found; name its jar or folder with --classpath", e);
        } catch (InvocationTargetException e) {
            throw new UsageException(what + " cannot be made: its constructor failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new UsageException(what + " cannot be made (" + e
                    + "); expected a public class with a public constructor without parameters", e);
        } catch (ExceptionInInitializerError e) {
            throw new UsageException(what + " cannot be made: its static initializer failed: " + e.getCause(), e);
        } catch (LinkageError e) {
            throw new UsageException(what + " cannot be loaded (" + e
                    + "); name everything that it needs with --classpath", e);
        }
    }
}
