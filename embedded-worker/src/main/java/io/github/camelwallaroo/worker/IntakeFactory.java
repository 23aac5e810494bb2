package io.github.camelwallaroo.worker;

import io.github.camelwallaroo.transport.Connection;

/** Makes what reads the connections of one source on one worker. Thread-safe. */
interface IntakeFactory {

    /**
     * @param connection only for what it is told; its bytes are put into {@link Intake#buffer()} by somebody else
     * @param address    where it dialled, as {@code host:port}
     */
    Intake create(Connection connection, String address);
}
