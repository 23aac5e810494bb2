/** What {@code s3_bucket_sink} adds to the standard {@code aws2-s3:} endpoint: names, patience, many messages in one object. */
package io.github.camelwallaroo.routes.support.s3;
