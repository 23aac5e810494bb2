package io.github.camelwallaroo.routes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.camelwallaroo.routes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule catalogKnowsOnlyFiles = noClasses().that()
            .resideInAPackage("..routes.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "picocli..", "..routes.launcher..", "..routes.runner..",
                    "..routes.support..")
            .because("list and describe must work, and be quick, without Camel: move what needs Camel to .runner");

    @ArchTest
    static final ArchRule supportIsForEverybody = noClasses().that()
            .resideInAPackage("..routes.support..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.apache.camel.main..", "..routes.launcher..", "..routes.runner..",
                    "..routes.demo..", "..routes.catalog..")
            .because(
                    "templates are also used without the launcher, whose libraries are optional: give the bean a property"
                            + " and set it in the YAML file");

    @ArchTest
    static final ArchRule nobodyNeedsTheLauncher = noClasses().that()
            .resideOutsideOfPackage("..routes.launcher..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "..routes.launcher..", "ch.qos.logback..")
            .because("the command line is the outermost room: pass values, not flags");
}
