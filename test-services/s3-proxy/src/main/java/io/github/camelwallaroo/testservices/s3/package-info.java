/**
 * An S3 API server for tests: S3Proxy over a folder, forked into a process of its own, so that its libraries meet nobody
 * else's. It is an emulator; {@code -Dit.s3.endpoint} names a real S3 instead.
 */
package io.github.camelwallaroo.testservices.s3;
