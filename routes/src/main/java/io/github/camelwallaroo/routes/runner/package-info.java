/** Runs routes in a Camel context of their own: start, orderly stop, and what passed meanwhile. */
package io.github.camelwallaroo.routes.runner;
