/** What connectors for PostgreSQL are made of: connections that come back, rows inserted once, notifications, the outbox. */
package io.github.camelwallaroo.routes.support.postgres;
