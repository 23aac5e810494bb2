package io.github.camelwallaroo.routes.support.s3;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.routes.support.once.MessagePosition;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** One message on its way into an object, and who waits for it. Two of them are never equal. */
final class ObjectPart {

    private final PutObjectRequest request;
    private final byte[] bytes;
    private final Exchange exchange;
    private final AsyncCallback done;
    private final MessagePosition position;
    private final String checkpoint;
    private final String stream;

    ObjectPart(PutObjectRequest request, byte[] bytes, Exchange exchange, AsyncCallback done) {
        this.request = request;
        this.bytes = bytes;
        this.exchange = exchange;
        this.done = done;
        this.position = MessagePosition.of(exchange.getMessage()).orElse(null);
        this.checkpoint = exchange.getMessage().getHeader(WallarooConstants.TRANSACTION_ID, "", String.class);
        this.stream = exchange.getMessage()
                .getHeader(WallarooConstants.STREAM,
                        exchange.getMessage().getHeader(WallarooConstants.WORKER_ADDRESS, "", String.class),
                        String.class);
    }

    /** As the endpoint made it: were this an object of its own, or the first part of one. */
    PutObjectRequest request() {
        return request;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Null if its repetitions cannot be recognised. */
    MessagePosition position() {
        return position;
    }

    /** What it was committed with; empty if nothing is. */
    String checkpoint() {
        return checkpoint;
    }

    /** Whose order it belongs to. */
    String stream() {
        return stream;
    }

    /** @param failure null if S3 has it */
    void complete(Exception failure) {
        if (failure != null) {
            exchange.setException(failure);
        }
        done.done(false);
    }
}
