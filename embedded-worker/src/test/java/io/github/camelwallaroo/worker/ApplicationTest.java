package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

class ApplicationTest {

    private static final SourceConnectorConfig FEED = SourceConnectorConfig.named("feed").format("text");
    private static final SinkConnectorConfig OUT = SinkConnectorConfig.named("out").format("text");

    @Test
    void shouldShowItsShapeWhenPrinted() {
        ApplicationBuilder builder = Application.named("shapes");
        Pipeline<String> words = builder.source("words", FEED, String.class).to("trim", String::trim);
        words.toSink(OUT);
        words.to("upper", String::toUpperCase).toSink(OUT);

        Application application = builder.build();

        assertThat(application).hasToString(
                "application 'shapes': words [feed -> trim -> (out | upper -> out)]");
        assertThat(application.sinks()).containsExactly(OUT);
        assertThat(application.sources()).containsExactly(FEED);
    }

    @Test
    void shouldRefuseWhenThereIsNoPipeline() {
        assertThatThrownBy(() -> Application.named("empty").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'empty' has no pipeline");
    }

    @Test
    void shouldRefuseWhenAPipelineLeadsNowhere() {
        ApplicationBuilder builder = Application.named("loose end");
        builder.source("words", FEED, String.class).to("upper", String::toUpperCase);

        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ends behind 'upper'")
                .hasMessageContaining("toSink");
    }

    @Test
    void shouldRefuseWhenASourceBeginsTwoPipelines() {
        ApplicationBuilder builder = Application.named("twice");
        builder.source("first", FEED).toSink(OUT);

        assertThatThrownBy(() -> builder.source("second", FEED)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'feed' begins pipeline 'first' already");
    }

    @Test
    void shouldRefuseWhenANameIsASourceAndASink() {
        ApplicationBuilder builder = Application.named("both");
        Pipeline<Object> pipeline = builder.source("first", FEED);

        assertThatThrownBy(() -> pipeline.toSink(SinkConnectorConfig.named("feed")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as a source and as a sink");
    }

    @Test
    void shouldRefuseWhenASinkIsDescribedInTwoWays() {
        ApplicationBuilder builder = Application.named("two ways");
        Pipeline<Object> pipeline = builder.source("first", FEED);
        pipeline.toSink(OUT);

        assertThatThrownBy(() -> pipeline.toSink(OUT.port(7200)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("described twice");
    }

    @Test
    void shouldRefuseWhenPipelinesOfTwoApplicationsMerge() {
        Pipeline<Object> mine = Application.named("mine").source("mine", FEED);
        Pipeline<Object> yours = Application.named("yours").source("yours", FEED);

        assertThatThrownBy(() -> mine.merge(yours)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another application");
        assertThatThrownBy(() -> mine.merge(mine)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with itself");
    }

    @Test
    void shouldRefuseChangesWhenBuilt() {
        ApplicationBuilder builder = Application.named("done");
        Pipeline<Object> pipeline = builder.source("first", FEED);
        pipeline.toSink(OUT);
        builder.build();

        assertThatThrownBy(() -> pipeline.toSink(OUT)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("built already");
    }

    @Test
    void shouldRefuseWhenAnAddressMakesNoSense() {
        assertThatThrownBy(() -> FEED.port(70_000)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> FEED.host(" ")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host");
        assertThatThrownBy(() -> SourceConnectorConfig.named("")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no name");
        assertThatThrownBy(() -> OUT.maxFrameSize(3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxFrameSize 3");
        assertThatThrownBy(() -> OUT.format("flaot32")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("float32");
    }
}
