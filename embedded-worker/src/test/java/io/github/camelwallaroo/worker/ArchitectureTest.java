package io.github.camelwallaroo.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.camelwallaroo.worker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule SHOULD_KNOW_NOTHING_OF_CAMEL = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "io.github.camelwallaroo")
            .because("the worker runs without Camel: whatever needs it belongs to the component's root package");

    @ArchTest
    static final ArchRule SHOULD_KNOW_NO_CONNECTOR = noClasses().should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.camelwallaroo.source..", "io.github.camelwallaroo.sink..")
            .because(
                    "the worker is the connectors' peer and is tested against them: take what both need from .transport,"
                            + " .codec or .convert, or move it there");

    @ArchTest
    static final ArchRule SHOULD_KNOW_JUNIT_IN_ITS_EXTENSION_ONLY = noClasses().that()
            .resideOutsideOfPackage("..junit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "io.github.camelwallaroo.worker.junit..")
            .because("JUnit is an optional dependency: keep what needs it in .worker.junit");

    @ArchTest
    static final ArchRule SHOULD_KEEP_CHECKPOINTS_APART_FROM_WHAT_IS_IN_THEM = noClasses().that()
            .resideInAnyPackage("..worker.checkpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.camelwallaroo.worker", "io.github.camelwallaroo.worker.state..")
            .because("checkpoints keep bytes of whoever takes part: let the worker implement CheckpointParticipant");

    @ArchTest
    static final ArchRule SHOULD_KEEP_FORMATS_APART_FROM_THE_WORKER = noClasses().that()
            .resideInAnyPackage("..worker.state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.camelwallaroo.worker")
            .because("formats make bytes of objects, wherever those come from: pass in what they need");
}
