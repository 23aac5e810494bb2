package io.github.camelwallaroo.routes.support.redis;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

import io.github.camelwallaroo.routes.support.UndeliveredMessages;
import io.github.camelwallaroo.routes.support.redis.EntriesUnderWay.Outcome;

/**
 * An entry and the exchange that carries it: first that of the endpoint, which is complete as soon as the message was handed
 * over, then the copy that was handed over. What becomes of the last one is what becomes of the entry.
 */
final class EntryOnItsWay {

    private static final String PROPERTY = "wallaroo.redis.delivery";

    private final StreamEntry entry;
    private final EntriesUnderWay underWay;
    private volatile Exchange carrier;

    private EntryOnItsWay(StreamEntry entry, EntriesUnderWay underWay) {
        this.entry = entry;
        this.underWay = underWay;
    }

    /** The endpoint's exchange carries an entry. */
    static void begin(Exchange exchange, StreamEntry entry, EntriesUnderWay underWay) {
        EntryOnItsWay made = new EntryOnItsWay(entry, underWay);
        exchange.setProperty(PROPERTY, made);
        made.carriedBy(exchange);
    }

    /** A copy carries the entry from now on. @return false if it is a copy of no exchange that carries one */
    static boolean goOn(Exchange copy) {
        EntryOnItsWay known = copy.getProperty(PROPERTY, EntryOnItsWay.class);
        if (known != null) {
            known.carriedBy(copy);
        }
        return known != null;
    }

    private void carriedBy(Exchange exchange) {
        carrier = exchange;
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {

            @Override
            public void onComplete(Exchange completed) {
                String kept = completed.getProperty(UndeliveredMessages.KEPT, String.class);
                finish(kept == null
                        ? Outcome.DELIVERED
                        : kept.equals(UndeliveredMessages.AGAIN) ? Outcome.GIVEN_BACK : Outcome.KEPT);
            }

            @Override
            public void onFailure(Exchange failed) {
                finish(Outcome.KEPT);
            }

            private void finish(Outcome outcome) {
                if (carrier == exchange) {
                    underWay.finished(entry.id(), outcome);
                }
            }
        });
    }
}
