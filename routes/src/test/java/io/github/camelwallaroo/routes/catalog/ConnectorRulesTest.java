package io.github.camelwallaroo.routes.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class ConnectorRulesTest {

    private static final String TEMPLATE = """
            - routeTemplate:
                id: timer_source
                description: Ticks. Delivery is at-most-once.
                parameters:
                  - {name: connector, description: Name.}
                  - {name: application, required: false, description: Application.}
                  - {name: wallarooHost, required: false, description: Host.}
                  - {name: wallarooPort, required: false, description: Port.}
                  - {name: protocol, required: false, description: Generation.}
                  - {name: format, required: false, description: Format.}
                  - {name: resilience, required: false, description: Text.}
                  - {name: completion, required: false, description: Text.}
                  - {name: cookie, required: false, description: Text.}
                  - {name: workers, required: false, description: Text.}
                  - {name: instanceName, required: false, description: Text.}
                  - {name: period, defaultValue: "1000", description: Time between two ticks.}
                  - {name: dead_letter, defaultValue: "", description: Text.}
                  - {name: options, defaultValue: "", description: Text.}
                beans:
                  - name: undelivered
                    type: "#class:io.github.camelwallaroo.routes.support.UndeliveredMessages"
                    properties:
                      connector: "{{connector}}"
                      deadLetter: "{{dead_letter}}"
                    destroyMethod: close
                from:
                  uri: "netty:udp://127.0.0.1:0"
                  parameters:
                    requestTimeout: "{{period}}{{options}}"
                  steps:
                    - to:
                        uri: "wallaroo:{{connector}}"
                        parameters:
                          application: "{{?application}}"
                          host: "{{?wallarooHost}}"
                          port: "{{?wallarooPort}}"
                          protocol: "{{?protocol}}"
                          format: "{{?format}}"
                          resilience: "{{?resilience}}"
                          completion: "{{?completion}}"
                          cookie: "{{?cookie}}"
                          workers: "{{?workers}}"
                          instanceName: "{{?instanceName}}"
                    - process:
                        ref: "{{undelivered}}"
            """;
    private static final String SIDECAR = """
            direction: source
            guarantee: at-most-once
            parameters:
              period: {type: integer, unit: milliseconds, minimum: 1}
            """;

    @Test
    void shouldFindNothingWhenAllIsWell() {
        assertThat(ConnectorRules.check("timer_source", TEMPLATE, SIDECAR)).isEmpty();
    }

    @Test
    void shouldFindEachFlawAlone() {
        finds(TEMPLATE.replace("id: timer_source", "id: other"), SIDECAR, "id is 'other'");
        finds(TEMPLATE.replace(", description: Format.", ""), SIDECAR, "format has no description");
        finds(TEMPLATE.replace("at-most-once", "best effort"), SIDECAR, "does not say 'at-most-once'");
        finds(TEMPLATE.replace("{{period}}", "500"), SIDECAR, "period is declared and never used");
        finds(TEMPLATE.replace("127.0.0.1:0", "{{address}}:0"), SIDECAR, "{{address}} is used and not declared");
        finds(TEMPLATE.replace("{{?format}}", "{{format}}"), SIDECAR, "format may have no value");
        finds(TEMPLATE.replace("{{period}}", "{{?period}}"), SIDECAR, "period always has a value");
        finds(TEMPLATE.replace("requestTimeout", "requestTimeuot"), SIDECAR, "netty: has no option requestTimeuot");
        finds(TEMPLATE.replace(":0\"", ":0?sync=false\""), SIDECAR, "options stand in the URI");
        finds(TEMPLATE.replace("netty:", "nosuch:"), SIDECAR, "no component", "nosuch");
        finds(TEMPLATE.replace("UndeliveredMessages", "UndeliveredMassages"), SIDECAR, "there is no class");
        finds(TEMPLATE.replace("      connector: \"{{connector}}\"", "      connektor: \"{{connector}}\""), SIDECAR,
                "has no property connektor");
        finds(TEMPLATE.replace("destroyMethod: close", "destroyMethod: end"), SIDECAR, "has no method end");
        finds(TEMPLATE, SIDECAR.replace("direction: source", "direction: sideways"), "'sideways'");
        finds(TEMPLATE, SIDECAR.replace("guarantee: at-most-once", "guarantee: often"), "'often'");
        finds(TEMPLATE, SIDECAR.replace("minimum: 1", "minimum: 2000"), "default of period is '1000'");
    }

    @Test
    void shouldFindParametersThatOnlyOneOfTheFilesHas() {
        finds(TEMPLATE, SIDECAR + "  extra: {type: text}\n", "[period] and of the sidecar [extra, period]");
        finds(TEMPLATE.replace("name: wallarooHost", "name: workerHost").replace("?wallarooHost", "?workerHost"),
                SIDECAR, "wallarooHost is missing");
    }

    @Test
    void shouldFindASecretThatIsNotMarked() {
        finds(TEMPLATE.replace("period", "apiToken"), SIDECAR.replace("period", "apiToken"), "apiToken sounds like");
    }

    @Test
    void shouldFindSharedParametersThatAreMissingOrLeadNowhere() {
        finds(TEMPLATE.replace("name: dead_letter, defaultValue: \"\"", "name: dead_letter, required: false"), SIDECAR,
                "dead_letter is missing, or its default is not empty");
        finds(TEMPLATE.replace("{{options}}", ""), SIDECAR, "no option of the external endpoint ends with {{options}}");
        finds(TEMPLATE, SIDECAR.replace("guarantee: at-most-once",
                "guarantee: at-most-once\nguaranteeWithResilience: at-least-once"), "'at-least-once'", "resilience");
    }

    @Test
    void shouldFindARequiredParameterBehindOptionalOnes() {
        finds(TEMPLATE.replace("- {name: options", "- {name: queue, description: Text.}\n      - {name: options"),
                SIDECAR,
                "queue is required and stands behind");
    }

    @Test
    void shouldFindWhatDestroysByDefault() {
        finds(TEMPLATE.replace("name: period, defaultValue: \"1000\"", "name: purgeFirst, defaultValue: \"true\""),
                SIDECAR, "purgeFirst destroys data by default");
        finds(TEMPLATE.replace("requestTimeout: ", "deleteAfterRead: true\n        requestTimeout: "), SIDECAR,
                "deleteAfterRead destroys data and cannot be switched off");
    }

    @Test
    void shouldFindAllFlawsOfAFileTogether() {
        List<String> findings = ConnectorRules.check("timer_source",
                TEMPLATE.replace("id: timer_source", "id: other").replace("{{?format}}", "{{format}}"),
                SIDECAR.replace("source", "sink"));

        assertThat(findings).hasSizeGreaterThanOrEqualTo(4);
    }

    private static void finds(String template, String sidecar, String... texts) {
        assertThat(ConnectorRules.check("timer_source", template, sidecar)).anySatisfy(
                finding -> assertThat(finding).contains(texts));
    }
}
