package io.github.camelwallaroo.routes.launcher;

import java.util.Optional;

import org.apache.camel.CamelContext;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} shows. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[]{"wallaroo-connectors " + version(ProgramVersion.class),
                "Camel " + version(CamelContext.class) + ", Java " + System.getProperty("java.version")};
    }

    private static String version(Class<?> from) {
        return Optional.ofNullable(from.getPackage().getImplementationVersion()).orElse("(not from a jar)");
    }
}
