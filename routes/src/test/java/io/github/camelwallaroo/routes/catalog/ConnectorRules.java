package io.github.camelwallaroo.routes.catalog;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EndpointUriFactory;

import io.github.camelwallaroo.routes.support.SetUp;

/** What every connector's two files must be like. Each rule reports all it finds; no connector is exempt. */
final class ConnectorRules {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)([A-Za-z0-9_.-]+)}}");
    private static final Pattern SECRET_NAME = Pattern
            .compile("(?i).*(password|passphrase|secret|token|accesskey|cookie|url$).*");
    private static final Pattern DESTRUCTIVE_NAME = Pattern
            .compile("(?i)(.*(delete|purge|truncate|overwrite|flush(all|db)|drop|recreate|autocreatebucket).*)");
    private static final String OUR_BEANS = "io.github.camelwallaroo.routes.support.";

    private final String name;
    private final YamlFile definition;
    private final YamlFile sidecar;
    private final List<String> findings = new ArrayList<>();

    private ConnectorRules(String name, YamlFile definition, YamlFile sidecar) {
        this.name = name;
        this.definition = definition;
        this.sidecar = sidecar;
    }

    /** Everything that is wrong with a connector, each with where it is. */
    static List<String> check(String name, String template, String sidecar) {
        YamlFile file = YamlFile.parse(name + ".yaml", template).elements().get(0).child("routeTemplate");
        ConnectorRules rules = new ConnectorRules(name, file, YamlFile.parse(name + ".connector.yaml", sidecar));
        for (Consumer<ConnectorRules> rule : List.<Consumer<ConnectorRules>>of(ConnectorRules::idIsTheFilesName,
                ConnectorRules::everythingIsDescribed, ConnectorRules::guaranteeIsStated,
                ConnectorRules::declaredIsUsed, ConnectorRules::usedIsDeclared, ConnectorRules::requiredIsDeclared,
                ConnectorRules::sidecarAndTemplateAgree, ConnectorRules::linkParametersAreAllThere,
                ConnectorRules::sharedParametersAreAllThere, ConnectorRules::requiredComesFirst,
                ConnectorRules::nothingDestructiveByDefault, ConnectorRules::optionsReachTheEndpoint,
                ConnectorRules::defaultsFitTheirType, ConnectorRules::secretsAreMarked,
                ConnectorRules::endpointOptionsExist, ConnectorRules::beansExist,
                ConnectorRules::setUpExists)) {
            try {
                rule.accept(rules);
            } catch (CatalogException e) {
                rules.findings.add(e.getMessage());
            }
        }
        return rules.findings;
    }

    private void idIsTheFilesName() {
        findIf(!name.equals(definition.text("id")), "id is '" + definition.text("id") + "', expected the file's name");
    }

    private void everythingIsDescribed() {
        findIf(blank(definition.text("description")), "the template has no description");
        declared().forEach(each -> findIf(blank(each.text("description")), each.text("name") + " has no description"));
    }

    private void guaranteeIsStated() {
        String guarantee = Guarantee.of(sidecar.text("guarantee"), sidecar.where()).text();
        String description = definition.text("description");
        findIf(description == null || !description.contains(guarantee),
                "the description does not say '" + guarantee + "', which the sidecar promises");
        String resilient = sidecar.text("guaranteeWithResilience");
        if (resilient != null) {
            findIf(description == null || !description.contains(Guarantee.of(resilient, sidecar.where()).text()),
                    "the description does not say '" + resilient + "', which the sidecar promises with resilience");
        }
    }

    private void declaredIsUsed() {
        declaredNames().stream()
                .filter(each -> !uses().contains(each))
                .forEach(each -> findings.add(name + ": parameter " + each + " is declared and never used"));
    }

    private void usedIsDeclared() {
        Set<String> known = new HashSet<>(declaredNames());
        beans().forEach(bean -> known.add(bean.text("name")));
        uses().stream()
                .filter(each -> !known.contains(each))
                .forEach(each -> findings.add(name + ": {{" + each + "}} is used and not declared"));
    }

    private void requiredIsDeclared() {
        for (YamlFile parameter : declared()) {
            String each = parameter.text("name");
            boolean valued = parameter.text("defaultValue") != null
                    || !"false".equals(parameter.text("required"));
            placeholders((optional, used) -> findIf(used.equals(each) && optional == valued,
                    each + (valued
                            ? " always has a value and is used as {{?" + each + "}}"
                            : " may have no value and is used as {{" + each + "}}")));
        }
    }

    private void sidecarAndTemplateAgree() {
        Direction direction = Direction.of(sidecar.text("direction"), sidecar.where());
        boolean sink = from().requiredText("uri").startsWith("wallaroo:");
        findIf(sink != (direction == Direction.SINK), "the sidecar says " + direction.text()
                + ", but the route begins at " + from().text("uri"));
        Set<String> own = new TreeSet<>(declaredNames());
        Arrays.stream(LinkParameter.values()).map(LinkParameter::parameter).forEach(own::remove);
        Arrays.stream(SharedParameter.values()).map(SharedParameter::parameter).forEach(own::remove);
        Set<String> detailed = new TreeSet<>(sidecar.child("parameters").keys());
        findIf(!own.equals(detailed), "own parameters of the template " + own + " and of the sidecar " + detailed);
    }

    private void linkParametersAreAllThere() {
        Direction direction = Direction.of(sidecar.text("direction"), sidecar.where());
        for (LinkParameter link : LinkParameter.values()) {
            findIf(link.appliesTo(direction) != declaredNames().contains(link.parameter()), link.parameter()
                    + (link.appliesTo(direction) ? " is missing" : " is not for a " + direction.text()));
        }
    }

    private void sharedParametersAreAllThere() {
        for (SharedParameter shared : SharedParameter.values()) {
            if (shared == SharedParameter.OPTIONS && !hasExternalEndpoint()) {
                findIf(declaredNames().contains(shared.parameter()), "options of no endpoint but wallaroo:");
                continue;
            }
            findIf(declared().stream()
                    .noneMatch(each -> shared.parameter().equals(each.text("name"))
                            && "".equals(each.text("defaultValue"))),
                    shared.parameter() + " is missing, or its default is not empty");
        }
    }

    private void requiredComesFirst() {
        boolean optional = false;
        for (Parameter parameter : connector().parameters()) {
            findIf(optional && parameter.required(),
                    parameter.name() + " is required and stands behind one that is not");
            optional |= !parameter.required();
        }
    }

    private void nothingDestructiveByDefault() {
        for (YamlFile parameter : declared()) {
            findIf(DESTRUCTIVE_NAME.matcher(parameter.text("name")).matches()
                    && "true".equals(parameter.text("defaultValue")),
                    parameter.text("name") + " destroys data by default; expected false");
        }
        for (YamlFile endpoint : endpoints(definition)) {
            for (String option : endpoint.child("parameters").keys()) {
                findIf(DESTRUCTIVE_NAME.matcher(option).matches()
                        && "true".equals(endpoint.child("parameters").text(option)),
                        option + " destroys data and cannot be switched off; expected a parameter whose default is false");
            }
        }
    }

    private void optionsReachTheEndpoint() {
        ExternalEndpoint endpoint = ExternalEndpoint.in(definition).orElse(null);
        findIf(hasExternalEndpoint() && (endpoint == null || endpoint.scheme().equals("wallaroo")),
                "no option of the external endpoint ends with {{options}}");
    }

    /** A connector of ours may do its work in a bean alone. */
    private boolean hasExternalEndpoint() {
        return endpoints(definition).stream().anyMatch(each -> !each.requiredText("uri").startsWith("wallaroo:"));
    }

    private void defaultsFitTheirType() {
        Connector connector = connector();
        connector.parameters()
                .stream()
                .filter(each -> each.defaultValue() != null)
                .forEach(each -> each
                        .complaint(each.defaultValue())
                        .ifPresent(expected -> findings.add(name + ": default of " + each.name()
                                + " is '" + each.defaultValue() + "', expected " + expected)));
    }

    private void secretsAreMarked() {
        connector().parameters()
                .stream()
                .filter(each -> SECRET_NAME.matcher(each.name()).matches())
                .forEach(
                        each -> findIf(!each.secret() || each.defaultValue() != null,
                                each.name() + " sounds like a secret: mark it so, and give it no default"));
    }

    private void endpointOptionsExist() {
        CamelContext context = new DefaultCamelContext();
        endpoints(definition).forEach(endpoint -> optionsExist(context, endpoint));
        context.stop();
    }

    private void optionsExist(CamelContext context, YamlFile endpoint) {
        String scheme = endpoint.text("uri").replaceFirst("[:?].*", "");
        EndpointUriFactory metadata = context.getCamelContextExtension().getEndpointUriFactory(scheme);
        if (metadata == null) {
            findings.add(name + ": no component on the class path says what options " + scheme + ": has");
            return;
        }
        findIf(endpoint.text("uri").contains("?"), scheme + ": options stand in the URI, expected under parameters");
        for (String option : endpoint.child("parameters").keys()) {
            findIf(!metadata.propertyNames().contains(option), scheme + ": has no option " + option);
        }
    }

    private void beansExist() {
        for (YamlFile bean : beans()) {
            String type = bean.requiredText("type").replaceFirst("^#class:", "");
            findIf(!type.startsWith(OUR_BEANS), type + " is no bean of " + OUR_BEANS);
            try {
                Set<String> setters = new HashSet<>();
                Arrays.stream(Class.forName(type).getMethods()).map(Method::getName).forEach(setters::add);
                bean.child("properties")
                        .keys()
                        .forEach(property -> findIf(
                                !setters.contains(
                                        "set" + property.substring(0, 1).toUpperCase() + property.substring(1)),
                                type + " has no property " + property));
                String destroy = bean.text("destroyMethod");
                findIf(destroy != null && !setters.contains(destroy), type + " has no method " + destroy);
            } catch (ClassNotFoundException e) {
                findings.add(name + ": there is no class " + type);
            }
        }
    }

    private void setUpExists() {
        SetUps setUps = connector().setUps();
        if (setUps.type() == null) {
            return;
        }
        try {
            findIf(!SetUp.class.isAssignableFrom(Class.forName(setUps.type())), setUps.type() + " is no SetUp");
        } catch (ClassNotFoundException e) {
            findings.add(name + ": there is no class " + setUps.type());
        }
        findIf(setUps.actions().isEmpty(), "setUp has no actions");
    }

    private Connector connector() {
        String text = definition.requiredText("id");
        return ConnectorReader.readDefinition(text, "", definition, sidecar);
    }

    private YamlFile from() {
        return (definition.has("route") ? definition.child("route") : definition).child("from");
    }

    private List<YamlFile> beans() {
        return definition.child("beans").elements();
    }

    private List<YamlFile> declared() {
        return definition.child("parameters").elements();
    }

    private List<String> declaredNames() {
        return declared().stream().map(each -> each.text("name")).toList();
    }

    private static List<YamlFile> endpoints(YamlFile node) {
        List<YamlFile> endpoints = new ArrayList<>();
        node.walk(map -> {
            if (map.has("uri")) {
                endpoints.add(map);
            }
        });
        return endpoints;
    }

    private Set<String> uses() {
        Set<String> uses = new LinkedHashSet<>();
        placeholders((optional, used) -> uses.add(used));
        return uses;
    }

    private void placeholders(java.util.function.BiConsumer<Boolean, String> visitor) {
        for (String part : List.of("beans", "route", "from")) {
            for (String scalar : definition.child(part).scalars()) {
                Matcher matcher = PLACEHOLDER.matcher(scalar);
                while (matcher.find()) {
                    visitor.accept(!matcher.group(1).isEmpty(), matcher.group(2));
                }
            }
        }
    }

    private void findIf(boolean wrong, String finding) {
        if (wrong) {
            findings.add(name + ": " + finding);
        }
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
