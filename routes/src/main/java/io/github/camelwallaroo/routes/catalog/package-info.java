/**
 * What is known about the connectors before any of them runs: their templates and sidecars, as records. Imports neither
 * Camel nor the launcher.
 */
package io.github.camelwallaroo.routes.catalog;
