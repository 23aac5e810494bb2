package io.github.camelwallaroo.routes.support.kafka;

import java.util.Locale;

import org.apache.camel.Message;

import io.github.camelwallaroo.convert.ConversionException;

/** What becomes of records without a value, by which a compacted topic says that a key is gone. */
enum Tombstones {

    /** As a record that cannot be encoded. */
    REJECT {
        @Override
        boolean handle(Message record) throws ConversionException {
            throw new ConversionException("the record has no value (a tombstone); expected bytes, or tombstones=skip or"
                    + " tombstones=empty");
        }
    },
    /** A message without bytes. */
    EMPTY {
        @Override
        boolean handle(Message record) {
            record.setBody(new byte[0]);
            return false;
        }
    },
    /** Wallaroo hears nothing of it. */
    SKIP {
        @Override
        boolean handle(Message record) {
            return true;
        }
    };

    /** @return whether the record is to be passed over */
    abstract boolean handle(Message record) throws ConversionException;

    static Tombstones of(String name) {
        for (Tombstones each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("tombstones is '" + name + "'; expected reject, empty or skip");
    }
}
