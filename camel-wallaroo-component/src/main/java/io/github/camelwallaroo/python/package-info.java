/**
 * Application modules in Python: a {@code python3} of their own process, what it is asked over its pipes, and how values cross.
 */
package io.github.camelwallaroo.python;
