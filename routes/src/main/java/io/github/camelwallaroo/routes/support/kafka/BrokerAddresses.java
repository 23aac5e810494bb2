package io.github.camelwallaroo.routes.support.kafka;

import java.util.regex.Pattern;

/** The form of a list of brokers. Whether their hosts are known is seen later, since that can change. */
final class BrokerAddresses {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):[0-9]{1,5}");

    private BrokerAddresses() {}

    /** @return the same. @throws IllegalArgumentException if one is no {@code host:port} */
    static String checked(String brokers) {
        for (String address : brokers.split(",", -1)) {
            if (!ADDRESS.matcher(address.trim()).matches()) {
                throw new IllegalArgumentException("bootstrap_brokers '" + brokers + "': '" + address
                        + "' is no host:port; expected host:port,host:port,...");
            }
        }
        return brokers;
    }
}
