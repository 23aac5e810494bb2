package io.github.camelwallaroo.routes.support;

import java.net.BindException;
import java.net.InetSocketAddress;

/** Says which address it was that could not be used, which the system's own message leaves out. */
final class UnusableAddress {

    private UnusableAddress() {}

    static Throwable explain(InetSocketAddress local, Throwable cause) {
        if (local.isUnresolved()) {
            BindException unknown = new BindException("cannot receive at '" + local.getHostString()
                    + "': no such host is known; expected a name or an address of this machine");
            unknown.initCause(cause);
            return unknown;
        }
        if (cause instanceof BindException) {
            BindException taken = new BindException("cannot receive at UDP " + local.getAddress().getHostAddress() + ":"
                    + local.getPort() + " (" + cause.getMessage() + "); choose another address or port, or stop the"
                    + " program that uses it");
            taken.initCause(cause);
            return taken;
        }
        return cause;
    }
}
