package io.github.camelwallaroo.routes.support.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Service;
import org.apache.camel.support.AsyncCallbackToCompletableFutureAdapter;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.RedisTemplate;

import io.github.camelwallaroo.routes.support.BodyBytes;
import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * Writes fields of hashes with many commands under way, where the endpoint waits for each. It is both the endpoint's
 * {@code redisTemplate}, which takes the command, and the step behind the endpoint, which completes the exchange when
 * Redis has done it:
 *
 * <pre>{@code
 * .to("spring-redis:host:port?command=HSET&redisTemplate=#hash")
 * .process("hash")
 * }</pre>
 *
 * <p>
 * Fields are set in the order of the calls. While the server cannot be used commands wait and are tried again, which changes
 * nothing where one was done already; no more of them wait than the route has exchanges under way. Any number of threads.
 */
public class RedisHash extends RedisTemplate<String, Object>
        implements
            AsyncProcessor,
            Service,
            CamelContextAware,
            AutoCloseable {

    private static final int MOST_AT_ONCE = 1_000;
    private static final long IDLE_MILLIS = 500;

    private record Write(byte[] key, byte[] field, byte[] value, Exchange exchange, AsyncCallback done) {}

    private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>();
    private final List<Write> batch = new ArrayList<>();
    private final ThreadLocal<Write> given = new ThreadLocal<>();
    private CamelContext camelContext;
    private String connector = "";
    private RedisServer server;
    private ServiceStatus status;
    private ConnectionThread<Jedis> worker;
    private boolean closed = true;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** The connector's name, for the log. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** Where the hashes are. */
    public void setServer(RedisServer server) {
        this.server = server;
    }

    @Override
    public void afterPropertiesSet() {
        // There is no connection factory, which the original asks for.
    }

    @Override
    @SuppressWarnings("unchecked")
    public <F, V> HashOperations<String, F, V> opsForHash() {
        return (HashOperations<String, F, V>) Proxy.newProxyInstance(HashOperations.class.getClassLoader(),
                new Class<?>[]{HashOperations.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("put")) {
                        throw new UnsupportedOperationException(method.getName() + " is not what this bean is for;"
                                + " expected the endpoint's command HSET");
                    }
                    take((String) arguments[0], arguments[1], arguments[2]);
                    return null;
                });
    }

    private void take(String key, Object field, Object value) {
        given.set(new Write(key.getBytes(StandardCharsets.UTF_8), BodyBytes.of(field, camelContext),
                BodyBytes.of(value, camelContext), null, null));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Write write = given.get();
        given.remove();
        if (write == null) {
            exchange.setException(
                    new IllegalStateException("there is nothing to be written; this step belongs right behind"
                            + " spring-redis: with command HSET and this bean as redisTemplate"));
            callback.done(true);
            return true;
        }
        synchronized (this) {
            if (closed) {
                exchange.setException(new IllegalStateException("the connector is being stopped"));
                callback.done(true);
                return true;
            }
            waiting.add(new Write(write.key(), write.field(), write.value(), exchange, callback));
        }
        return false;
    }

    /** The route starts: connects, so that it is known before the first message whether the server can be used. */
    @Override
    public synchronized void start() {
        if (closed) {
            closed = false;
            status = new ServiceStatus(camelContext, connector, server.toString());
            worker = new RedisConnections(server, connector).thread(camelContext, status, this::write);
            worker.start();
        }
    }

    private void write(ConnectionThread<Jedis> self, Jedis jedis) throws InterruptedException {
        if (batch.isEmpty()) {
            status.up();
        }
        while (!self.isClosed()) {
            if (batch.isEmpty()) {
                Write next = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (next == null) {
                    jedis.ping();
                    continue;
                }
                batch.add(next);
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
            }
            send(jedis);
            List<Write> written = List.copyOf(batch);
            batch.clear();
            status.up();
            written.forEach(each -> each.done().done(false));
        }
    }

    private void send(Jedis jedis) {
        List<Response<Long>> answers = new ArrayList<>(batch.size());
        Pipeline pipeline = jedis.pipelined();
        batch.forEach(each -> answers.add(pipeline.hset(each.key(), each.field(), each.value())));
        pipeline.sync();
        answers.forEach(Response::get);
    }

    /** The route stops: nothing is written any more, and exchanges that wait fail. */
    @Override
    public void stop() {
        ConnectionThread<Jedis> last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = worker;
        }
        last.close();
        status.close();
        List<Write> left = new ArrayList<>(batch);
        batch.clear();
        waiting.drainTo(left);
        left.forEach(each -> {
            each.exchange()
                    .setException(new IllegalStateException("the connector was stopped before " + server + " had it"));
            each.done().done(false);
        });
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public CompletableFuture<Exchange> processAsync(Exchange exchange) {
        AsyncCallbackToCompletableFutureAdapter<Exchange> callback = new AsyncCallbackToCompletableFutureAdapter<>(
                exchange);
        process(exchange, callback);
        return callback.getFuture();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        try {
            processAsync(exchange).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new InvocationTargetException(e.getCause());
        }
    }
}
