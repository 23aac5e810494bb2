package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What came out of numbered records: which, how often, and whether each key's first ones are in order. */
final class NumberedRecords {

    private final BitSet seen = new BitSet();
    private final Map<String, Integer> highest = new HashMap<>();
    private int repeated;

    /** The next one that came. Only what was there already may come again, or out of order. */
    void add(String key, int number) {
        assertThat(key).as("key of %d", number).isEqualTo(KinesisStreams.key(number));
        if (seen.get(number)) {
            repeated++;
            return;
        }
        seen.set(number);
        Integer before = highest.put(key, number);
        assertThat(before == null || before < number).as("%d of %s behind %d", number, key, before).isTrue();
    }

    int distinct() {
        return seen.cardinality();
    }

    int repeated() {
        return repeated;
    }
}
