package io.github.camelwallaroo.routes.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

import io.github.camelwallaroo.routes.support.once.Postgres;

/** A channel of PostgreSQL, whose messages have no positions. */
final class NotifiedOrigin implements Origin {

    private final Postgres postgres;
    private final String channel = "readings-" + UUID.randomUUID();

    NotifiedOrigin(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("connection", postgres.url(), "channel", channel);
    }

    @Override
    public Place give(byte[] message) throws SQLException {
        postgres.sql("SELECT pg_notify('" + channel + "', '" + new String(message, UTF_8) + "')");
        return new Place(channel, null);
    }
}
