package io.github.camelwallaroo.routes.support.kafka;

/** What {@link KafkaSource} was told; see its setters. Not changed once its route has started. */
final class KafkaSourceSettings {

    String topics = "";
    boolean pattern;
    String group = "";
    String alias = "kafka";
    long handOverMillis = 5_000;
    RecordMessage.Keys keys = RecordMessage.Keys.TEXT;
    Tombstones tombstones = Tombstones.REJECT;
    String deadLetter = "";
}
