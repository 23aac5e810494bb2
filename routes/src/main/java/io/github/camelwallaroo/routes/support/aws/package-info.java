/** What the connectors for AWS share: which account, where, and what a failure of AWS' client means. */
package io.github.camelwallaroo.routes.support.aws;
