package io.github.camelwallaroo.routes.catalog;

import java.util.List;
import java.util.Optional;

/**
 * What can be done once to the system at a connector's other end, on demand, instead of running the connector.
 *
 * @param type    the class that knows how; null if there is nothing
 * @param actions what there is, each a flag of the connector: {@code --CONNECTOR-install-trigger TABLE}
 */
public record SetUps(String type, List<Action> actions) {

    static final SetUps NONE = new SetUps(null, List.of());

    /**
     * One thing that can be done.
     *
     * @param name        the flag's
     * @param argument    what has to be named, for example {@code TABLE}
     * @param description for people
     */
    public record Action(String name, String argument, String description) {}

    public SetUps {
        actions = List.copyOf(actions);
    }

    /** The one of that name. */
    public Optional<Action> action(String name) {
        return actions.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    static SetUps read(YamlFile sidecar) {
        if (sidecar == null || !sidecar.has("setUp")) {
            return NONE;
        }
        YamlFile setUp = sidecar.child("setUp");
        YamlFile actions = setUp.child("actions");
        return new SetUps(setUp.requiredText("type"), actions.keys()
                .stream()
                .map(name -> new Action(name, actions.child(name).requiredText("argument"),
                        actions.child(name).requiredText("description").replaceAll("\\s+", " ")))
                .toList());
    }
}
