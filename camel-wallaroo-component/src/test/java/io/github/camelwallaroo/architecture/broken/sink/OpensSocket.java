package io.github.camelwallaroo.architecture.broken.sink;

import java.net.Socket;

/** Breaks a rule on purpose. */
public class OpensSocket {
    Socket socket = new Socket();
}
