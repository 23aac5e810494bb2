package io.github.camelwallaroo.routes.support.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.routes.support.BodyBytes;
import io.github.camelwallaroo.routes.support.MessageKey;
import io.github.camelwallaroo.routes.support.once.MessagePosition;
import io.github.camelwallaroo.routes.support.once.Separator;

/**
 * Makes of each message what the {@code aws2-s3:} endpoint puts: bytes, the object's name, its content type.
 *
 * <p>
 * An object for each message is called {@code PREFIX KEY SUFFIX}, see {@link ObjectName}. One for many messages is called after
 * its first:
 * <ul>
 * <li>{@code PREFIX CONNECTOR/STREAM/EPOCH/OFFSET SUFFIX} with protocol 1 and resilience: the same name whenever the message
 * comes again;
 * <li>{@code PREFIX CONNECTOR/START/NUMBER SUFFIX} else: START is when this process started, so that no run writes over
 * another's objects.
 * </ul>
 * EPOCH, OFFSET and NUMBER have 19 digits: the order of the names is the order of the messages. Any thread.
 */
public class S3ObjectNames implements Processor, CamelContextAware {

    /** Metadata of each object: the connector that wrote it. */
    static final String CONNECTOR = "wallaroo-connector";
    /** Metadata of an object of one message: its id, where it has one that is the same whenever it comes again. */
    static final String MESSAGE_ID = "wallaroo-message-id";

    private final MessageKey keys = new MessageKey();
    private final AtomicLong numbers = new AtomicLong();
    private final String start = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
            .format(ZonedDateTime.now(ZoneOffset.UTC)) + "-"
            + String.format("%08x", ThreadLocalRandom.current().nextInt());
    private CamelContext camelContext;
    private String connector = "";
    private String prefix = "";
    private String suffix = "";
    private String contentType = "";
    private String acl = "";
    private int batchMessages = 1;
    private Separator separator = Separator.NEWLINE;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** The connector's name. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** What all names begin with. @throws IllegalArgumentException if it holds an expression or control characters */
    public void setPrefix(String prefix) {
        this.prefix = plain("prefix", prefix);
    }

    /** What all names end with. @throws IllegalArgumentException if it holds an expression or control characters */
    public void setSuffix(String suffix) {
        this.suffix = plain("suffix", suffix);
    }

    /** The name's middle for messages that have no key: a constant or an expression; empty for none. */
    public void setKey(String key) {
        keys.setKey(key);
    }

    /** As browsers and Athena read it, for example {@code application/json}. */
    public void setContentType(String contentType) {
        this.contentType = contentType;
    }

    /** A canned ACL such as {@code bucket-owner-full-control}; null or empty for none, which is private. */
    public void setAcl(String acl) {
        this.acl = acl == null ? "" : acl;
    }

    /** 1: an object for each message, after its key; more: one for many, after where the first one stood. */
    public void setBatchMessages(int batchMessages) {
        this.batchMessages = batchMessages;
    }

    /** How messages of one object are kept apart: {@code newline}, {@code none} or {@code length}. */
    public void setSeparator(String separator) {
        this.separator = Separator.of(separator);
    }

    private static String plain(String parameter, String value) {
        if (value.contains("{") || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(parameter + " is '" + value + "'; expected plain text, such as"
                    + " readings/: expressions and control characters make no names");
        }
        return value;
    }

    /** @throws IllegalArgumentException if the message has no bytes, no key where it needs one, or too long a name */
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] bytes = BodyBytes.of(message.getBody(), exchange.getContext());
        Optional<MessagePosition> position = MessagePosition.of(message);
        Map<String, String> metadata = new HashMap<>();
        metadata.put(CONNECTOR, ascii(connector));
        String name;
        if (batchMessages > 1) {
            bytes = separator.framed(bytes);
            name = position.map(this::name).orElseGet(this::nextName);
        } else {
            if ("".equals(message.getHeader(WallarooConstants.KEY))) {
                // No name either.
                message.removeHeader(WallarooConstants.KEY);
            }
            keys.process(exchange);
            name = ObjectName.of(message.getHeader(WallarooConstants.KEY, String.class));
            position.ifPresent(each -> metadata.put(MESSAGE_ID, ascii(each.id())));
        }
        message.setBody(bytes);
        message.setHeader(AWS2S3Constants.KEY, ObjectName.checked(prefix + name + suffix));
        message.setHeader(AWS2S3Constants.CONTENT_TYPE, contentType);
        message.setHeader(AWS2S3Constants.METADATA, metadata);
        if (!acl.isEmpty()) {
            message.setHeader(AWS2S3Constants.CANNED_ACL, acl.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** Metadata are headers of HTTP. */
    static String ascii(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String name(MessagePosition position) {
        return ObjectName.of(position.stream()) + String.format("/%019d/%019d", position.epoch(), position.offset());
    }

    private String nextName() {
        return ObjectName.of(connector) + "/" + start + String.format("/%019d", numbers.incrementAndGet());
    }
}
