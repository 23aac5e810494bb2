package io.github.camelwallaroo.routes.runner;

import java.util.concurrent.ExecutionException;

import org.apache.camel.FailedToCreateConsumerException;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.RuntimeCamelException;

/** Finds the one sentence in a failure that its reader can act on. */
public final class FailureText {

    private FailureText() {}

    /**
     * The message of the failure, or, where Camel wrapped it, of the first cause that is not Camel's or Java's wrapping.
     */
    public static String of(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null && wraps(at)) {
            at = at.getCause();
        }
        return at.getMessage() == null || at.getMessage().isBlank() ? at.toString() : at.getMessage();
    }

    // A wrapper's message is that of its cause with more around it, or names only the wrapper's own business.
    private static boolean wraps(Throwable failure) {
        return failure instanceof RuntimeCamelException || failure instanceof StartException
                || failure instanceof FailedToStartRouteException
                || failure instanceof FailedToCreateRouteException || failure instanceof ResolveEndpointFailedException
                || failure instanceof FailedToCreateConsumerException
                || failure instanceof FailedToCreateProducerException || failure instanceof ExecutionException
                || failure.getMessage() != null && failure.getMessage().equals(failure.getCause().toString());
    }
}
