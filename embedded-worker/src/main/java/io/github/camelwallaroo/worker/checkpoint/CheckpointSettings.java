package io.github.camelwallaroo.worker.checkpoint;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * How checkpoints are taken.
 *
 * @param worker      whom log lines speak of
 * @param interval    from the end of one checkpoint to the begin of the next
 * @param patience    how long messages in process may hold a checkpoint up before that is said
 * @param logInterval between two log lines on the same trouble
 * @param threads     makes the one thread that takes them
 */
public record CheckpointSettings(String worker, Duration interval, Duration patience, Duration logInterval,
        ThreadFactory threads) {}
