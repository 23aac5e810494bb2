/** What a user's application says about its connectors: the description, the YAML file it stands in, where that is found. */
package io.github.camelwallaroo.application;
