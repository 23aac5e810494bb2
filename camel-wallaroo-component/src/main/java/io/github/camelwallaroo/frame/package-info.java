/** What travels between a connector and a Wallaroo worker, as values: protocol generations and their frames. */
package io.github.camelwallaroo.frame;
