package io.github.camelwallaroo.routes.support.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.WallarooConstants;

class S3ObjectNamesTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final S3ObjectNames names = new S3ObjectNames();

    @BeforeEach
    void configure() {
        names.setConnector("alerts");
        names.setPrefix("plant/");
        names.setSuffix(".json");
        names.setContentType("application/json");
    }

    @Test
    void shouldCallAnObjectAfterItsMessagesKey() {
        Exchange exchange = exchange("{}", Map.of(WallarooConstants.KEY, "hall/7"));

        names.process(exchange);

        assertThat(exchange.getMessage().getHeader(AWS2S3Constants.KEY)).isEqualTo("plant/hall/7.json");
        assertThat(exchange.getMessage().getHeader(AWS2S3Constants.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(exchange.getMessage().getHeader(AWS2S3Constants.CANNED_ACL)).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("{}".getBytes());
    }

    @Test
    void shouldEvaluateNoExpressionThatAKeyBringsAlong() {
        Exchange exchange = exchange("x", Map.of(WallarooConstants.KEY, "${sysenv.HOME}"));

        names.process(exchange);

        assertThat(exchange.getMessage().getHeader(AWS2S3Constants.KEY)).isEqualTo("plant/$%7Bsysenv.HOME%7D.json");
    }

    @Test
    void shouldGiveKeylessMessagesTheKeyThatIsAskedForAndRefuseThemElse() {
        assertThatThrownBy(() -> names.process(exchange("x", Map.of()))).hasMessageContaining("parameter key");
        assertThatThrownBy(() -> names.process(exchange("x", Map.of(WallarooConstants.KEY, ""))))
                .hasMessageContaining("key");
        names.setKey("latest-${body}");
        Exchange exchange = exchange("x", Map.of());

        names.process(exchange);

        assertThat(exchange.getMessage().getHeader(AWS2S3Constants.KEY)).isEqualTo("plant/latest-x.json");
    }

    @Test
    void shouldCallAnObjectOfManyMessagesAfterWhereTheFirstStands() {
        names.setBatchMessages(100);
        Exchange exchange = exchange("x", Map.of(WallarooConstants.CONNECTOR_NAME, "alerts", WallarooConstants.STREAM,
                "app/worker|1", WallarooConstants.EPOCH, 1_763_800_000_000L, WallarooConstants.OFFSET, 1234L));

        names.process(exchange);

        assertThat(exchange.getMessage().getHeader(AWS2S3Constants.KEY)).isEqualTo(
                "plant/alerts/app/worker%7C1/0000001763800000000/0000000000000001234.json");
        assertThat(exchange.getMessage().getBody()).isEqualTo("x\n".getBytes());
    }

    @Test
    void shouldNeverUseANameTwiceWhenMessagesHaveNoPosition() {
        names.setBatchMessages(100);
        Exchange one = exchange("x", Map.of());
        Exchange two = exchange("x", Map.of());

        names.process(one);
        names.process(two);

        String first = one.getMessage().getHeader(AWS2S3Constants.KEY, String.class);
        assertThat(first).matches(
                "plant/alerts/[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z-[0-9a-f]{8}/0000000000000000001\\.json");
        assertThat(two.getMessage().getHeader(AWS2S3Constants.KEY, String.class)).isGreaterThan(first);
    }

    @Test
    void shouldGiveAnAclWhenOneIsAskedFor() {
        names.setAcl("bucket-owner-full-control");
        Exchange exchange = exchange("x", Map.of(WallarooConstants.KEY, "k"));

        names.process(exchange);

        assertThat(exchange.getMessage().getHeader(AWS2S3Constants.CANNED_ACL)).isEqualTo("BUCKET_OWNER_FULL_CONTROL");
    }

    @Test
    void shouldRefuseAPrefixThatIsAnExpression() {
        assertThatThrownBy(() -> names.setPrefix("${body}/")).hasMessageContaining("prefix is '${body}/'");
    }

    private Exchange exchange(Object body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        return exchange;
    }
}
