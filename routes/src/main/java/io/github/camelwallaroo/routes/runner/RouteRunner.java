package io.github.camelwallaroo.routes.runner;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.spi.ShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.application.ApplicationArguments;

/**
 * Runs routes in one Camel context until it is told to stop, and stops them in the order that loses nothing: what feeds
 * Wallaroo first, then what is under way, then what Wallaroo feeds. Any thread may start or close it.
 */
public final class RouteRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteRunner.class);
    /** How long a stop waits for what is under way, unless Camel's own settings say otherwise. */
    private static final int STOP_SECONDS = 30;

    /** What has to be let go when that time is over gets so long. */
    private static final int LET_GO_SECONDS = 5;

    /** Whoever stops us by hand begins to wonder. */
    private static final int NOTICE_SECONDS = 3;

    /** Puts routes into a context that is not started yet. */
    @FunctionalInterface
    public interface Routes {
        void addTo(CamelContext context) throws Exception;
    }

    private final Main main = new Main();
    private final Routes routes;
    private final ClassLoader classes;
    private final Traffic traffic = new Traffic();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean environment = true;
    private ApplicationArguments arguments;
    private boolean started;

    /**
     * @param routes  what to run
     * @param classes finds beans and application files
     */
    public RouteRunner(Routes routes, ClassLoader classes) {
        this.routes = routes;
        this.classes = classes;
        // The summary shows values, which may be secret.
        main.configure().setAutoConfigurationLogSummary(false);
        main.configure().setShutdownTimeout(STOP_SECONDS);
        main.configure().setShutdownLogInflightExchangesOnTimeout(false);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addMainListener(new Preparation());
    }

    /**
     * Keeps the environment out: without this, Camel takes an environment variable {@code PROTOCOL} for the value of a
     * placeholder {@code {{protocol}}} that has none. To be called before the start.
     */
    public RouteRunner withoutEnvironment() {
        environment = false;
        return this;
    }

    /** Says what application modules are told, and where they are looked for. To be called before the start. */
    public RouteRunner withArguments(ApplicationArguments told) {
        arguments = told;
        return this;
    }

    /** Camel's main, to be configured before the start. */
    public Main main() {
        return main;
    }

    /**
     * Starts the routes.
     *
     * @throws StartException if they cannot be started as they were described; none of them is left running
     */
    public synchronized void start() {
        Thread.currentThread().setContextClassLoader(classes);
        started = true;
        try {
            main.start();
            traffic.remember(main.getCamelContext());
        } catch (RuntimeException e) {
            started = false;
            main.stop();
            throw new StartException(FailureText.of(e), e);
        }
    }

    /**
     * Starts further routes beside those that run.
     *
     * @throws StartException if they cannot be started as they were described
     */
    public synchronized void add(Routes more) {
        try {
            more.addTo(main.getCamelContext());
            traffic.remember(main.getCamelContext());
        } catch (Exception e) {
            throw new StartException(FailureText.of(e), e);
        }
    }

    /** Waits until somebody has called {@link #close()}. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /**
     * Stops what feeds Wallaroo, and returns when nothing of it is under way in a route any more, or the shutdown timeout is
     * over.
     */
    public synchronized void stopFeeding() {
        if (!started) {
            return;
        }
        CamelContext context = main.getCamelContext();
        ShutdownStrategy strategy = context.getShutdownStrategy();
        List<RouteStartupOrder> feeding = context.getCamelContextExtension()
                .getRouteStartupOrder()
                .stream()
                .filter(each -> feeds(each.getRoute()))
                .toList();
        try {
            // All at once: one that has to wait takes nothing of the others' time.
            strategy.shutdown(context, feeding, strategy.getTimeout(), strategy.getTimeUnit());
        } catch (Exception e) {
            LOG.warn("What feeds Wallaroo did not stop: {}", FailureText.of(e));
        }
        for (RouteStartupOrder each : feeding) {
            String route = each.getRoute().getRouteId();
            try {
                context.getRouteController().stopRoute(route, LET_GO_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                LOG.warn("Route {} did not stop: {}", route, FailureText.of(e));
            }
        }
    }

    /** Stops, orderly, within the shutdown timeout. Calls after the first wait for its end and do nothing. */
    @Override
    public synchronized void close() {
        if (started) {
            traffic.remember(main.getCamelContext());
            long begun = System.nanoTime();
            ShutdownStrategy strategy = main.getCamelContext().getShutdownStrategy();
            long patience = strategy.getTimeUnit().toSeconds(strategy.getTimeout());
            CompletableFuture.delayedExecutor(NOTICE_SECONDS, TimeUnit.SECONDS)
                    .execute(() -> sayWhatIsWaitedFor(patience));
            stopFeeding();
            long left = patience - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            strategy.setTimeUnit(TimeUnit.SECONDS);
            strategy.setTimeout(Math.max(LET_GO_SECONDS, left));
            main.stop();
            started = false;
            traffic.summary().forEach(LOG::info);
        }
        stopped.countDown();
    }

    private void sayWhatIsWaitedFor(long patience) {
        if (stopped.getCount() > 0) {
            LOG.info(
                    "Stopping: what is under way is waited for, {} s at most; then it is given back where it came from",
                    patience);
        }
    }

    // A route that another route of this program feeds must stay until that one is empty.
    private static boolean feeds(Route route) {
        String from = route.getEndpoint().getEndpointBaseUri();
        return !from.startsWith("wallaroo:") && !from.startsWith("direct:") && !from.startsWith("seda:");
    }

    private final class Preparation extends MainListenerSupport {

        @Override
        public void beforeInitialize(BaseMainSupport unused) {
            CamelContext context = main.getCamelContext();
            context.setApplicationContextClassLoader(classes);
            if (arguments != null) {
                context.getRegistry().bind(ApplicationArguments.class.getName(), arguments);
            }
            if (!environment) {
                PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
                properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
                properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            }
        }

        @Override
        public void afterConfigure(BaseMainSupport unused) {
            try {
                routes.addTo(main.getCamelContext());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new StartException(FailureText.of(e), e);
            }
        }
    }
}
