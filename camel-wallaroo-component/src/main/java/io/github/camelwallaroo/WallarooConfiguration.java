package io.github.camelwallaroo;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceOptions;

/** The options of the endpoint. Null: what the application says, else the default. */
@UriParams
public class WallarooConfiguration extends WallarooConsumerConfiguration implements Cloneable {

    @UriParam(description = "Where the connector is described: a YAML file or a Python module (NAME for NAME.yaml or"
            + " NAME.py, or a path), a Java class, or #bean for an ApplicationModule. What it says is the default, options of"
            + " the endpoint win")
    private String application;
    @UriParam(defaultValue = "127.0.0.1", description = "Producer: the worker's host; a comma-separated list of host or"
            + " host:port may be given, tried in turn. Consumer: the address to listen on; 0.0.0.0 lets workers of other"
            + " machines in, without authentication")
    private String host;
    @UriParam(description = "Producer: the worker's source port. Consumer: the port to listen on, 0 for any free one."
            + " Required unless the application says it")
    private Integer port;
    @UriParam(defaultValue = "0.6", enums = "0.5,0.6,1", description = "The wire generation that the worker speaks: 0.5 for"
            + " Wallaroo 0.5.3 and 0.5.4, 0.6 for Wallaroo 0.6.0 and 0.6.1, 1 for later ones (the connector protocol, with"
            + " acknowledgements). Nothing in the bytes tells; the wrong one stalls or breaks the connection")
    private String protocol;
    @UriParam(defaultValue = "false", description = "Protocol 1: whether the worker was built with resilience. Producer: if"
            + " so, messages are kept until one of the worker's checkpoints covers them and sent again until then (at least"
            + " once); if not, they are sent once (at most once). Consumer: if so, output is kept on the disk and handed to the"
            + " route once the worker has committed it, and none is lost; if not, it is handed on as it arrives")
    private Boolean resilience;
    @UriParam(defaultValue = "bytes", description = "How body and bytes convert: bytes, text, float32, float64, int32,"
            + " int64, json or key-value, or #bean for a bean that implements Encoder (producer), Decoder (consumer) or"
            + " both")
    private String format;
    @UriParam(defaultValue = "" + SourceOptions.DEFAULT_MAX_FRAME_SIZE, description = "Largest frame in bytes, in both"
            + " directions. To the worker: a message that needs more fails, alone; with protocol 1 the default is 16384, for"
            + " a worker of that generation cuts the connection of whoever sends more. From a worker: a longer frame ends"
            + " that connection; with protocol 1 the default is 67108864, and the connection is left open and not read on,"
            + " for the worker would send the frame again for ever")
    private Integer maxFrameSize;

    @UriParam(label = "producer", description = "The workers' source addresses, host:port, comma-separated; wins over host"
            + " and port. Protocols 0.5 and 0.6 try them in turn; protocol 1 spreads its streams over all that answer, and"
            + " moves a stream when its worker is gone")
    private String workers;
    @UriParam(label = "producer", enums = "acknowledged,written,accepted", description = "Protocol 1: when an exchange completes."
            + " acknowledged: when a checkpoint of the worker covers its message (default with resilience, and needs it)."
            + " written: when its bytes are handed to the operating system (default without)."
            + " accepted: when the connector holds it, for sources that go by positions; what becomes of it is told to"
            + " their listener alone")
    private String completion;
    @UriParam(label = "producer", description = "Protocol 1: the stream of messages whose header names none. Default: the"
            + " connector's name, a slash, and instanceName. No two connections may have the same stream open")
    private String stream;
    @UriParam(label = "producer", description = "Protocol 1: what tells this process from others that run the same"
            + " connector. It must be the same after a restart. Default: the name of this host")
    private String instanceName;
    @UriParam(label = "producer,advanced", defaultValue = ""
            + SessionOptions.DEFAULT_POISON_RETRIES, description = "Protocol 1: deaths of the worker with the same message at"
                    + " the head of what it had not acknowledged, after which onPoison applies")
    private int poisonRetries = SessionOptions.DEFAULT_POISON_RETRIES;
    @UriParam(label = "producer,advanced", defaultValue = "stop", enums = "stop,deadLetter", description = "Protocol 1: what"
            + " to do about a message that kills the worker at every replay. stop: its stream takes no more messages, the"
            + " health check is down and names the ids. deadLetter: find out which one it is by sending fewer at a time, fail"
            + " its exchange, and go on behind it")
    private String onPoison;

    @UriParam(label = "producer", description = "Whether what was encoded must pass the decoder before it is sent. A worker"
            + " of release 0.6.1 dies of a payload that its decoder refuses. On by default for the fixed-width formats,"
            + " where it costs nothing; else it decodes every message once")
    private Boolean verify;
    @UriParam(label = "producer", defaultValue = ""
            + SourceOptions.DEFAULT_MAX_PENDING, description = "Messages accepted"
                    + " and not yet written (protocol 1 with resilience: not yet acknowledged); more hold the caller. They"
                    + " wait in memory while the worker is away and are lost if the process ends")
    private int maxPending = SourceOptions.DEFAULT_MAX_PENDING;
    @UriParam(label = "producer", defaultValue = ""
            + SourceOptions.DEFAULT_MAX_PENDING_BYTES, description = "Bytes accepted"
                    + " and not yet written (protocol 1 with resilience: not yet acknowledged); more hold the caller")
    private long maxPendingBytes = SourceOptions.DEFAULT_MAX_PENDING_BYTES;
    @UriParam(label = "producer,advanced", defaultValue = "5000", javaType = "java.time.Duration", description = "How long one attempt to connect may take, in milliseconds")
    private long connectTimeout = SourceOptions.DEFAULT_CONNECT_TIMEOUT_MILLIS;
    @UriParam(label = "producer", defaultValue = "100", javaType = "java.time.Duration", description = "Delay before the"
            + " second attempt to connect, in milliseconds; doubled with every further one")
    private long reconnectDelay = SourceOptions.DEFAULT_RECONNECT_DELAY_MILLIS;
    @UriParam(label = "producer", defaultValue = "10000", javaType = "java.time.Duration", description = "The longest delay"
            + " between attempts to connect, in milliseconds")
    private long reconnectMaxDelay = SourceOptions.DEFAULT_RECONNECT_MAX_DELAY_MILLIS;
    @UriParam(label = "producer,advanced", defaultValue = "0.3", description = "By how much of itself a delay may be"
            + " shortened at random, 0 to 1, so that many connectors do not come back in step")
    private double reconnectJitter = SourceOptions.DEFAULT_RECONNECT_JITTER;
    @UriParam(label = "producer", description = "Failed attempts in a row after which to give up: pending messages fail, the"
            + " health check says so, and the route must be restarted. 0 = never")
    private int reconnectMaxAttempts;

    @UriParam(label = "security", secret = true, description = "Protocol 1: the cookie in the worker's configuration; empty"
            + " if it has none. Consumer: a worker with another one is refused")
    private String cookie;
    @UriParam(label = "security", description = "TLS. Wallaroo itself speaks plain TCP: this is for a proxy in front of it,"
            + " or for the embedded worker")
    private SSLContextParameters sslContextParameters;

    public WallarooConfiguration copy() {
        try {
            return (WallarooConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getApplication() {
        return application;
    }

    public void setApplication(String application) {
        this.application = application;
    }
    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public Integer getPort() {
        return port;
    }

    public void setPort(Integer port) {
        this.port = port;
    }

    public String getProtocol() {
        return protocol;
    }

    public void setProtocol(String protocol) {
        this.protocol = protocol;
    }

    public Boolean getResilience() {
        return resilience;
    }

    public void setResilience(Boolean resilience) {
        this.resilience = resilience;
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format;
    }

    public Integer getMaxFrameSize() {
        return maxFrameSize;
    }

    public void setMaxFrameSize(Integer maxFrameSize) {
        this.maxFrameSize = maxFrameSize;
    }

    public String getWorkers() {
        return workers;
    }

    public void setWorkers(String workers) {
        this.workers = workers;
    }

    public String getCompletion() {
        return completion;
    }

    public void setCompletion(String completion) {
        this.completion = completion;
    }

    public String getStream() {
        return stream;
    }

    public void setStream(String stream) {
        this.stream = stream;
    }

    public String getInstanceName() {
        return instanceName;
    }

    public void setInstanceName(String instanceName) {
        this.instanceName = instanceName;
    }

    public int getPoisonRetries() {
        return poisonRetries;
    }

    public void setPoisonRetries(int poisonRetries) {
        this.poisonRetries = poisonRetries;
    }

    public String getOnPoison() {
        return onPoison;
    }

    public void setOnPoison(String onPoison) {
        this.onPoison = onPoison;
    }

    public Boolean getVerify() {
        return verify;
    }

    public void setVerify(Boolean verify) {
        this.verify = verify;
    }

    public int getMaxPending() {
        return maxPending;
    }

    public void setMaxPending(int maxPending) {
        this.maxPending = maxPending;
    }

    public long getMaxPendingBytes() {
        return maxPendingBytes;
    }

    public void setMaxPendingBytes(long maxPendingBytes) {
        this.maxPendingBytes = maxPendingBytes;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    public void setReconnectMaxDelay(long reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public double getReconnectJitter() {
        return reconnectJitter;
    }

    public void setReconnectJitter(double reconnectJitter) {
        this.reconnectJitter = reconnectJitter;
    }

    public int getReconnectMaxAttempts() {
        return reconnectMaxAttempts;
    }

    public void setReconnectMaxAttempts(int reconnectMaxAttempts) {
        this.reconnectMaxAttempts = reconnectMaxAttempts;
    }

    public String getCookie() {
        return cookie;
    }

    public void setCookie(String cookie) {
        this.cookie = cookie;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }
}
