/** Checks that the pages in {@code docs} say what the code does: option tables, log lines, examples, links. */
package io.github.camelwallaroo.documentation;
