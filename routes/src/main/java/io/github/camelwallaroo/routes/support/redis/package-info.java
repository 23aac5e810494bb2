/** What the {@code spring-redis} endpoint lacks: reconnecting, groups of consumers, many commands under way, no Java serialization. */
package io.github.camelwallaroo.routes.support.redis;
