package io.github.camelwallaroo.routes.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.Parameter;
import io.github.camelwallaroo.routes.support.SetUp;

/**
 * Shows, or does, what a connector's other system needs once.
 *
 * @param connector  whose
 * @param action     one of those that its sidecar names
 * @param argument   what it is done to
 * @param given      the connector's parameters, those that were given; may hold secrets
 * @param apply      whether it is done
 */
record SetUpCommand(Connector connector, String action, String argument, Map<String, String> given, boolean apply) {

    /** @throws UsageException if it cannot be done as it was asked for */
    void run(Console console, ClassLoader classes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Parameter each : connector.parameters()) {
            String value = given.getOrDefault(each.name(), each.defaultValue());
            if (value != null) {
                parameters.put(each.name(), value);
            }
        }
        try {
            SetUp setUp = (SetUp) Class.forName(connector.setUps().type(), true, classes)
                    .getConstructor()
                    .newInstance();
            String script = setUp.script(action, argument, parameters);
            console.say(script.stripTrailing());
            if (apply) {
                setUp.apply(script, parameters);
                console.say("-- done");
            }
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new UsageException(connector.setUps().type() + " of " + connector.name() + " cannot be used: " + e,
                    e);
        } catch (Exception e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** Without values, which may be secret. */
    @Override
    public String toString() {
        return "SetUpCommand[" + connector.name() + ", " + action + ", " + argument + "]";
    }
}
