/**
 * How states and their keys become bytes in checkpoints. {@code StateFormat} is for applications, the rest is internal to the
 * worker. Knows no worker, no table and no file.
 */
package io.github.camelwallaroo.worker.state;
