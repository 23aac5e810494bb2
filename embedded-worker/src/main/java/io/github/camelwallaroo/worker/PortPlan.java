package io.github.camelwallaroo.worker;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.transport.HostPort;

/** Which port each connector has in one run, and the ports that are kept from others meanwhile. */
final class PortPlan implements Closeable {

    private final boolean freePorts;
    private final Map<String, Integer> earlier;
    private final Map<String, ReservedPort> reserved = new LinkedHashMap<>();

    /** @param earlier ports of an earlier run, by connector */
    PortPlan(boolean freePorts, Map<String, Integer> earlier) {
        this.freePorts = freePorts;
        this.earlier = earlier;
    }

    /** Under which a source's port on one worker is known; the first worker's is the connector's name. */
    static String key(String connector, int worker) {
        return worker == 0 ? connector : connector + "#" + worker;
    }

    /**
     * Where to listen; port 0 = any free one.
     *
     * @param worker which of several, from 0: each has a port of its own
     */
    HostPort source(SourceConnectorConfig source, int worker) {
        int described = source.port() == 0 ? 0 : source.port() + worker;
        return new HostPort(source.host(), wanted(key(source.name(), worker), described));
    }

    /** Where to listen later: the port is kept until {@link #release}, and dialling it is refused. */
    synchronized HostPort laterSource(SourceConnectorConfig source, int worker) throws IOException {
        HostPort wanted = source(source, worker);
        ReservedPort port = ReservedPort.of("source '" + source.name() + "'", wanted);
        reserved.put(key(source.name(), worker), port);
        return new HostPort(wanted.host(), port.port());
    }

    /** Where to dial: a port chosen here is kept, so that nobody but the connector comes to listen there. */
    synchronized HostPort sink(SinkConnectorConfig sink) throws IOException {
        String host = ConnectorNames.dialled(sink.host());
        int wanted = wanted(sink.name(), sink.port());
        if (wanted != 0) {
            return new HostPort(host, wanted);
        }
        ReservedPort port = ReservedPort.of("sink '" + sink.name() + "', which has no port of its own,",
                new HostPort(host, 0));
        reserved.put(sink.name(), port);
        return new HostPort(host, port.port());
    }

    private int wanted(String connector, int described) {
        return earlier.getOrDefault(connector, freePorts ? 0 : described);
    }

    synchronized void release(String key) {
        ReservedPort port = reserved.remove(key);
        if (port != null) {
            port.close();
        }
    }

    @Override
    public synchronized void close() {
        reserved.values().forEach(ReservedPort::close);
        reserved.clear();
    }
}
