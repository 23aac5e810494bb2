package io.github.camelwallaroo.examples.celsius;

import org.apache.camel.main.Main;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationLocator;
import io.github.camelwallaroo.worker.EmbeddedWorker;

/** Worker and both connectors in one process: camel-main runs the routes, the embedded worker the pipeline. */
public final class CelsiusMain {

    private CelsiusMain() {}

    public static void main(String[] args) throws Exception {
        String application = System.getProperty("celsius.application", "celsius");
        ApplicationDescription description = ApplicationLocator.locate(application,
                ApplicationArguments.of(CelsiusMain.class.getClassLoader()));
        try (EmbeddedWorker worker = EmbeddedWorker.start(new Celsius().setup(description))) {
            Main camel = new Main();
            camel.configure().addRoutesBuilder(new CelsiusRoutes());
            camel.run(args);
        }
    }
}
