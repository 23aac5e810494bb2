package io.github.camelwallaroo.routes.support.kinesis;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.DelegateProcessor;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.aws2.kinesis.Kinesis2Consumer;
import org.apache.camel.component.aws2.kinesis.Kinesis2Endpoint;
import org.apache.camel.component.aws2.kinesis.Kinesis2Producer;
import org.apache.camel.component.aws2.kinesis.KinesisConnection;
import org.apache.camel.support.LifecycleStrategySupport;

import io.github.camelwallaroo.routes.support.aws.AwsAccount;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * A bean that is an {@code aws2-kinesis:} endpoint's {@code amazonKinesisClient}. Camel's component keeps one client for all its
 * endpoints, and takes a client that stands alone in the registry for endpoints that name none. So:
 * <ul>
 * <li>the endpoint whose {@code applicationName} is the connector's name gets a connection of its own, with the client that
 * does what the connector needs;
 * <li>for every other endpoint that comes by this bean it is AWS' client, with this account, and nothing else.
 * </ul>
 */
abstract class KinesisBean implements KinesisClient, CamelContextAware {

    private final OwnConnection connections = new OwnConnection();
    private CamelContext camelContext;
    private String connector = "";
    private String stream = "";
    private AwsAccount account = new AwsAccount();
    private KinesisClient client;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        camelContext.addLifecycleStrategy(connections);
    }

    /** The connector's name. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    String connector() {
        return connector;
    }

    /** The Kinesis stream. */
    public void setStream(String stream) {
        this.stream = stream;
    }

    String stream() {
        return stream;
    }

    /** Whose AWS, and where. */
    public void setAccount(AwsAccount account) {
        this.account = account;
    }

    AwsAccount account() {
        return account;
    }

    /** For people. */
    String service() {
        return "Kinesis stream " + stream + " at " + account.place();
    }

    /** What the own endpoint is given. */
    abstract KinesisClient ownClient();

    /**
     * AWS' client; the same for everybody.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if nothing says which region
     */
    final synchronized KinesisClient aws() {
        if (client == null) {
            client = createClient();
        }
        return client;
    }

    KinesisClient createClient() {
        return account.client(KinesisClient.builder());
    }

    @Override
    public final String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        return aws().describeStream(request);
    }

    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
        return aws().listShards(request);
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        return aws().getShardIterator(request);
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        return aws().getRecords(request);
    }

    @Override
    public PutRecordResponse putRecord(PutRecordRequest request) {
        return aws().putRecord(request);
    }

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
        return aws().putRecords(request);
    }

    /** The route is removed. */
    @Override
    public synchronized void close() {
        if (camelContext != null) {
            camelContext.getLifecycleStrategies().remove(connections);
        }
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Hands the own client to the own consumer or producer before it starts. */
    private final class OwnConnection extends LifecycleStrategySupport {

        @Override
        public void onServiceAdd(CamelContext context, Service service, Route route) {
            Object inner = service;
            while (inner instanceof DelegateProcessor delegate) {
                inner = delegate.getProcessor();
            }
            if (inner instanceof Kinesis2Consumer consumer && isOwn(consumer.getEndpoint())) {
                consumer.setConnection(connection());
            } else if (inner instanceof Kinesis2Producer producer && isOwn(producer.getEndpoint())) {
                producer.setConnection(connection());
            }
        }

        private boolean isOwn(Endpoint endpoint) {
            return endpoint instanceof Kinesis2Endpoint kinesis
                    && kinesis.getConfiguration().getAmazonKinesisClient() == KinesisBean.this
                    && connector.equals(kinesis.getConfiguration().getApplicationName());
        }

        private KinesisConnection connection() {
            KinesisConnection own = new KinesisConnection();
            own.setKinesisClient(ownClient());
            return own;
        }
    }
}
