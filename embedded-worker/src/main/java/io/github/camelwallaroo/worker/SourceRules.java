package io.github.camelwallaroo.worker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a source of generation 1 holds its connectors to.
 *
 * @param cookie        what HELLO has to bring; a secret
 * @param maxCredits    frames that a connector may have under way, see {@link WorkerCredits}
 * @param refillCredits when it is given more
 * @param strict        whether it is as merciless, and as talkative, as a real worker
 */
record SourceRules(String cookie, int maxCredits, int refillCredits, boolean strict) {

    /** Compared in constant time: how long it takes tells nothing. */
    boolean accepts(String offered) {
        return MessageDigest.isEqual(cookie.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
    }

    /** A real worker quotes the cookie that it wanted to whoever guessed wrong. */
    String wrongCookie(String offered) {
        return "Bad cookie: " + offered + ", wanted: " + (strict ? cookie : "another one");
    }

    /** Without the cookie. */
    @Override
    public String toString() {
        return "SourceRules[maxCredits=" + maxCredits + ", refillCredits=" + refillCredits + ", strict=" + strict + "]";
    }
}
