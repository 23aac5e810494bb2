/** Classes that break the rules of the architecture, one each, to see the rules fail. */
package io.github.camelwallaroo.architecture.broken;
