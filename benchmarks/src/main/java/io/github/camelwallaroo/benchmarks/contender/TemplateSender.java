package io.github.camelwallaroo.benchmarks.contender;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;

/** {@code ProducerTemplate.sendBody}: callers that wait for each of their messages, or for each of their batches. */
final class TemplateSender extends SendingContender {

    private final BenchContext context;
    private final Target target;
    private final int threads;
    private final int batch;
    private ProducerTemplate template;
    private Endpoint endpoint;
    private ExecutorService callers;

    /**
     * @param threads callers at one time
     * @param batch   messages in one {@code List} body; 1 = no list
     */
    TemplateSender(String name, double share, BenchContext context, Target target, int threads, int batch) {
        super(name, share);
        this.context = context;
        this.target = target;
        this.threads = threads;
        this.batch = batch;
    }

    @Override
    void connect(int port) throws Exception {
        endpoint = context.camel().getEndpoint(target.uri(port));
        template = context.camel().createProducerTemplate();
        callers = Executors.newFixedThreadPool(threads);
    }

    @Override
    void send(int messages, byte[] payload) throws Exception {
        if (threads == 1) {
            sendAll(messages, payload);
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int part = (int) ((long) messages * (i + 1) / threads - (long) messages * i / threads);
            running.add(callers.submit(() -> sendAll(part, payload)));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void sendAll(int messages, byte[] payload) {
        List<byte[]> full = Collections.nCopies(batch, payload);
        for (int left = messages; left > 0; left -= batch) {
            Object body = batch == 1 ? payload : left >= batch ? full : full.subList(0, left);
            template.sendBody(endpoint, body);
        }
    }

    @Override
    void disconnect() throws Exception {
        callers.shutdown();
        template.close();
    }
}
