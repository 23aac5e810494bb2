/**
 * Checkpoints: one moment of everything a worker keeps, written down so that it can go on from there. Internal to the worker,
 * but for {@code CheckpointStatus}; knows neither its states nor its streams, only what they write. {@code ProcessingGate} chooses the moment,
 * {@code CheckpointLog} is the file.
 */
package io.github.camelwallaroo.worker.checkpoint;
