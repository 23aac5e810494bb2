package io.github.camelwallaroo.routes.support.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.convert.ConversionException;

/** A record's key and time as a message to Wallaroo has them. */
final class RecordMessage {

    /** How bytes become the key of a message, which is text. */
    enum Keys {
        /** UTF-8; other bytes are refused. */
        TEXT {
            @Override
            String text(byte[] key) throws ConversionException {
                try {
                    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
                } catch (CharacterCodingException e) {
                    throw new ConversionException(
                            "the record's key of " + key.length + " bytes is not UTF-8; expected text,"
                                    + " or keys=base64 or keys=none",
                            e);
                }
            }
        },
        /** Any bytes, as letters. */
        BASE64 {
            @Override
            String text(byte[] key) {
                return Base64.getEncoder().encodeToString(key);
            }
        },
        /** Messages have no keys. */
        NONE {
            @Override
            String text(byte[] key) {
                return null;
            }
        };

        abstract String text(byte[] key) throws ConversionException;

        static Keys of(String name) {
            for (Keys keys : values()) {
                if (keys.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return keys;
                }
            }
            throw new IllegalArgumentException("keys is '" + name + "'; expected text, base64 or none");
        }
    }

    private RecordMessage() {}

    /** @throws ConversionException if the key cannot be one of a message */
    static void name(Message record, Keys keys) throws ConversionException {
        Object key = record.getHeader(KafkaConstants.KEY);
        if (key != null) {
            String text = key instanceof byte[] bytes ? keys.text(bytes) : key.toString();
            if (text != null) {
                record.setHeader(WallarooConstants.KEY, text);
            }
        }
        Long time = record.getHeader(KafkaConstants.TIMESTAMP, Long.class);
        if (time != null && time >= 0) {
            record.setHeader(WallarooConstants.EVENT_TIME, time);
        }
    }

    /** Of a record. @throws IllegalArgumentException if it is none */
    static <T> T header(Message record, String name, Class<T> type) {
        T value = record.getHeader(name, type);
        if (value == null) {
            throw new IllegalArgumentException("a message without header " + name + " is not from a kafka: endpoint;"
                    + " put this step right behind it");
        }
        return value;
    }
}
