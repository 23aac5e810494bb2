package io.github.camelwallaroo.benchmarks;

import static io.github.camelwallaroo.benchmarks.contender.Contenders.BODY;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.BODY_NETTY;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.LIST_MODULE;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.LOOP;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.LOOP_CEILING;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.LOOP_MODULE;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.LOOP_NETTY;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.PYTHON;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.PYTHON_DECODER;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.PYTHON_ENCODER;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.RECEIVE;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.RECEIVE_CEILING;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.RECEIVE_MODULE;
import static io.github.camelwallaroo.benchmarks.contender.Contenders.RECEIVE_NETTY;

import java.util.List;

/**
 * How many times as fast as a peer we want to be.
 *
 * @param ours  contender
 * @param peer  contender
 * @param small at least this ratio of messages a second, payloads under {@value #LARGE} bytes
 * @param large likewise, payloads from there on
 */
record Bar(String ours, String peer, double small, double large) {

    static final int LARGE = 1024;

    static final List<Bar> ALL = List.of(
            new Bar(LOOP, LOOP_NETTY, 8, 4),
            new Bar(LOOP, LOOP_CEILING, 0.7, 0.45),
            new Bar(LOOP, PYTHON, 3, 3),
            new Bar(BODY, BODY_NETTY, 10, 10),
            new Bar(BODY, PYTHON, 0.7, 0.7),
            new Bar(RECEIVE, RECEIVE_CEILING, 0.8, 0.8),
            new Bar(RECEIVE, RECEIVE_NETTY, 1.4, 1.4),
            new Bar(LOOP_MODULE, PYTHON_ENCODER, 1, 1),
            new Bar(LIST_MODULE, PYTHON_ENCODER, 1, 1),
            new Bar(RECEIVE_MODULE, PYTHON_DECODER, 1, 1));

    double least(int payloadSize) {
        return payloadSize < LARGE ? small : large;
    }
}
