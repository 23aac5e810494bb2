package io.github.camelwallaroo.routes.support.kinesis;

import java.nio.charset.StandardCharsets;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

import software.amazon.awssdk.core.SdkBytes;

/** A record on its way to Kinesis, and who waits for it. */
record PendingRecord(String key, SdkBytes data, Exchange exchange, AsyncCallback callback) {

    /** As AWS counts it, in bytes: data and key. */
    long size() {
        return size(key, data.asByteArrayUnsafe().length);
    }

    static long size(String key, int dataLength) {
        return (long) dataLength + key.getBytes(StandardCharsets.UTF_8).length;
    }

    void done() {
        callback.done(false);
    }

    void failed(Exception why) {
        exchange.setException(why);
        callback.done(false);
    }
}
