/** What stands in a message's payload: encoders and decoders, the named formats, and the check before sending. */
package io.github.camelwallaroo.convert;
