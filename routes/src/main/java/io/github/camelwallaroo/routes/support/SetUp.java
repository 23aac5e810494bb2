package io.github.camelwallaroo.routes.support;

import java.util.Map;

/**
 * Something that can be done once to the system at a connector's other end, so that the connector can do its work: by a person
 * who has read it, or by the launcher when that is asked for. Never by a connector itself. Has a public constructor without
 * arguments.
 */
public interface SetUp {

    /**
     * What would be done, in the system's own words; doing it again changes nothing.
     *
     * @param  action                   one of those in the connector's sidecar
     * @param  argument                 what it is done to
     * @param  parameters               of the connector, by name, also those that have their default value
     * @throws IllegalArgumentException if a value cannot be used
     */
    String script(String action, String argument, Map<String, String> parameters);

    /**
     * Does it, wholly or not at all.
     *
     * @throws Exception saying which parameter to look at
     */
    void apply(String script, Map<String, String> parameters) throws Exception;
}
