/** What the connectors for AWS Kinesis need beside the standard endpoint. */
package io.github.camelwallaroo.routes.support.kinesis;
