package io.github.camelwallaroo.worker;

import java.util.List;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

/**
 * Builds an application's pipelines on the connectors that a file describes, in YAML or Python. A YAML file names the
 * implementing class as {@code worker}; that class is public and has a public constructor without parameters. Where Java is to
 * describe the connectors as well, see {@link ApplicationSetup}.
 *
 * <pre>{@code
 * public class Celsius implements PipelineSetup {
 *     public Application setup(ApplicationDescription description) {
 *         return Application.named(description.name())
 *                 .source("convert temperature readings",
 *                         SourceConnectorConfig.of(description.connector("celsius_feed", Direction.SOURCE)), Float.class)
 *                 .to("multiply", celsius -> celsius * 1.8f)
 *                 .to("add", scaled -> scaled + 32)
 *                 .toSink(SinkConnectorConfig.of(description.connector("fahrenheit_conversion", Direction.SINK)))
 *                 .build();
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface PipelineSetup {

    /**
     * @param description what the application's file says, connectors included
     * @return the pipelines, ready for {@link EmbeddedWorker#start(Application)}
     * @throws Exception whatever keeps the application from being set up
     */
    Application setup(ApplicationDescription description) throws Exception;

    /**
     * As {@link #setup(ApplicationDescription)}, for applications with flags of their own.
     *
     * @param arguments the command line as the worker was given it, its own flags included
     */
    default Application setup(ApplicationDescription description, List<String> arguments) throws Exception {
        return setup(description);
    }
}
