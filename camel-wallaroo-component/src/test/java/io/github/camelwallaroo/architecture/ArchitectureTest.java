package io.github.camelwallaroo.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;

/** The arrows between packages, on our classes; and every rule on a class made to break it. */
class ArchitectureTest {

    private static final String BASE = "io.github.camelwallaroo";
    private static final String BROKEN = BASE + ".architecture.broken";

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);
    private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(BROKEN);

    @Test
    void shouldSeeTheClassesOfThisModule() {
        assertThat(OURS).extracting(each -> each.getPackageName().substring(BASE.length()))
                .contains(".frame", ".codec", ".convert", ".application")
                .noneMatch(name -> name.startsWith(".architecture"));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldHold(Rule rule) {
        rule.check(BASE).check(OURS);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldTolerateEmptyPackages(Rule rule) {
        rule.check(BASE).check(new ClassFileImporter().importPackages(BASE + ".nowhere"));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldFailWithItsRepairWhenAClassBreaksIt(Rule rule) {
        EvaluationResult result = rule.check(BROKEN).evaluate(OFFENDERS);

        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().toString()).contains(", because ").contains(": ");
        List<String> details = result.getFailureReport().getDetails();
        assertThat(details).as("only the class that is meant to")
                .allSatisfy(
                        detail -> assertThat(detail).contains(BROKEN));
        assertThat(offender(rule)).as("an offender for %s", rule).isSubsetOf(mentioned(details));
    }

    private static List<String> mentioned(List<String> details) {
        return OFFENDERS.stream()
                .map(each -> each.getName())
                .filter(name -> details.stream().anyMatch(detail -> detail.contains(name)))
                .toList();
    }

    private static List<String> offender(Rule rule) {
        return switch (rule) {
            case ONLY_THE_ROOT_KNOWS_CAMEL -> broken("source.UsesCamel");
            case NOTHING_BELOW_KNOWS_THE_ROOT -> broken("metrics.KnowsTheRoot");
            case FRAME_KNOWS_NOTHING_OF_OURS -> broken("frame.KnowsMetrics");
            case METRICS_KNOW_NOTHING_OF_OURS -> broken("metrics.KnowsTheRoot");
            case CODEC_KNOWS_FRAMES_ONLY -> broken("codec.KnowsTransport");
            case CONVERT_KNOWS_FRAMES_AT_MOST -> broken("convert.KnowsCodec");
            case TRANSPORT_KNOWS_FRAMES_AT_MOST -> broken("transport.KnowsSource");
            case PYTHON_KNOWS_CONVERSIONS_ONLY -> broken("python.KnowsFrame");
            case APPLICATION_KNOWS_NO_CONNECTOR -> broken("application.KnowsSink");
            case SOURCE_DOES_NOT_KNOW_SINK -> broken("source.KnowsSink");
            case SINK_DOES_NOT_KNOW_SOURCE -> broken("sink.KnowsSource");
            case PACKAGES_HAVE_NO_CYCLES -> broken("source.KnowsSink", "sink.KnowsSource");
            case ONLY_THE_TRANSPORT_HAS_SOCKETS -> broken("sink.OpensSocket");
            case SESSIONS_AND_CODECS_HAVE_NO_CLOCK -> broken("codec.ReadsClock", "sink.SleepingSession");
            case NOTHING_DESERIALIZES_OBJECTS -> broken("convert.Deserializes");
        };
    }

    private static List<String> broken(String... classes) {
        return List.of(classes).stream().map(name -> BROKEN + "." + name).toList();
    }
}
