package io.github.camelwallaroo.worker;

import java.util.List;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationModule;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

/**
 * A whole application in one class: connectors and pipelines, described once. It is what the tutorial's
 * {@code application_setup(args)} is in Python; the worker runs its pipelines, and connectors read from it what they are. The
 * class is public and has a public constructor without parameters.
 *
 * <pre>{@code
 * public class Celsius implements ApplicationSetup {
 *     public Application setup(List<String> arguments) {
 *         SourceConnectorConfig feed = SourceConnectorConfig.named("celsius_feed").port(7100)
 *                 .encoder(body -> (byte[]) body)
 *                 .decoder(payload -> ByteBuffer.wrap(payload).getFloat());
 *         SinkConnectorConfig conversion = SinkConnectorConfig.named("fahrenheit_conversion").port(7200).format("text");
 *         return Application.named("Celsius to Fahrenheit")
 *                 .source("convert temperature readings", feed, Float.class)
 *                 .to("multiply", celsius -> celsius * 1.8f)
 *                 .to("add", scaled -> scaled + 32)
 *                 .toSink(conversion)
 *                 .build();
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface ApplicationSetup extends ApplicationModule {

    /**
     * Builds the application. It may be asked several times, in the worker and in every connector, and opens nothing.
     *
     * @param arguments the command line: the program's name first, then everything that it was called with
     * @return the pipelines, ready for {@link EmbeddedWorker#start(Application)}
     * @throws Exception whatever keeps the application from being set up
     */
    Application setup(List<String> arguments) throws Exception;

    @Override
    default ApplicationDescription describe(List<String> arguments) throws Exception {
        Application application = setup(arguments);
        return application == null ? null : application.describe();
    }
}
