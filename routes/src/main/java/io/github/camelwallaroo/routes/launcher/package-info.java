/** The program {@code wallaroo-connectors}: its command line, and the running of routes and workers. */
package io.github.camelwallaroo.routes.launcher;
