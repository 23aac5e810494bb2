/**
 * Beans that the connectors' YAML files name: each repairs what a standard endpoint lacks, where everybody can see it.
 */
package io.github.camelwallaroo.routes.support;
