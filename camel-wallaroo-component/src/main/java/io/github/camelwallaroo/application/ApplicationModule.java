package io.github.camelwallaroo.application;

import java.util.List;

/**
 * An application described in Java: what {@code --application-module com.example.Celsius} and
 * {@code application=#bean:celsius} name. A class is public and has a public constructor without parameters.
 *
 * <pre>{@code
 * public class Celsius implements ApplicationModule {
 *     public ApplicationDescription describe(List<String> arguments) {
 *         return ApplicationDescription.of("Celsius to Fahrenheit",
 *                 SourceConnectorConfig.named("celsius_feed").port(7100).encoder(Celsius::bytes).decoder(Celsius::reading),
 *                 SinkConnectorConfig.named("fahrenheit_conversion").port(7200).format("text"));
 *     }
 * }
 * }</pre>
 *
 * A class that holds the embedded worker's pipelines as well implements that module's {@code ApplicationSetup}.
 */
@FunctionalInterface
public interface ApplicationModule {

    /**
     * Says what the application is. It may be asked several times, in the worker and in every connector, and opens nothing.
     *
     * @param arguments the command line: the program's name first, then everything that it was called with
     * @throws Exception whatever keeps the application from being described
     */
    ApplicationDescription describe(List<String> arguments) throws Exception;
}
