/**
 * Processes that are killed, and disks that fail, exactly where a test says.
 */
package io.github.camelwallaroo.testservices.faults;
