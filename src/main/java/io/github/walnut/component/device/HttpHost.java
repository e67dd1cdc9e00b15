package io.github.walnut.component.device;

import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.UnitOfWorkHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/** The camel-http endpoint of one host, built from its settings and never from message data. */
record HttpHost(
        String revision, Producer producer, PoolingHttpClientConnectionManager connections) {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final int CONNECTIONS = 4;

    /**
     * @param origin scheme, host and port; what follows them comes with each request
     */
    static HttpHost open(CamelContext camel, DeviceSettings settings, String origin, Egress egress)
            throws DeviceException {
        Timeout silence = Timeout.ofSeconds(settings.number("timeout_s", 10));
        PoolingHttpClientConnectionManager connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new EgressDns(egress))
                        .setTlsSocketStrategy(HttpTls.of(settings))
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(CONNECT)
                                        .setSocketTimeout(silence)
                                        .build())
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .build();
        return start(camel, settings, URI.create(origin), connections, silence);
    }

    private static HttpHost start(
            CamelContext camel,
            DeviceSettings settings,
            URI base,
            PoolingHttpClientConnectionManager connections,
            Timeout silence)
            throws DeviceException {
        HttpComponent component = new HttpComponent();
        component.setCamelContext(camel);
        // There are no cookies; the usual registry for them would load a list that takes a
        // megabyte.
        HttpClientBuilder client =
                HttpClientBuilder.create()
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .setDefaultCookieSpecRegistry(name -> null)
                        .disableContentCompression()
                        .disableAuthCaching()
                        .addExecInterceptorFirst("cut", new HttpCut());
        HttpEndpoint endpoint =
                new HttpEndpoint(base.toString(), component, base, client, connections, null);
        endpoint.setCamelContext(camel);
        endpoint.setThrowExceptionOnFailure(false);
        endpoint.setDisableStreamCache(true);
        endpoint.setCopyHeaders(false);
        endpoint.setHeaderFilterStrategy(new HttpHeaders());
        endpoint.setConnectTimeout(CONNECT.toMilliseconds());
        endpoint.setResponseTimeout(silence.toMilliseconds());
        endpoint.setSoTimeout(silence.toMilliseconds());
        endpoint.setUserAgent(agent());
        try {
            Producer producer = endpoint.createProducer();
            ServiceHelper.startService(endpoint, producer);
            return new HttpHost(settings.revision(), producer, connections);
        } catch (Exception failure) {
            throw DeviceException.of(
                    "internal",
                    "http_client",
                    "No HTTP client could be made for host " + settings.hostId() + ".",
                    failure);
        }
    }

    private static String agent() {
        String version = HttpHost.class.getPackage().getImplementationVersion();
        return "walNUT/" + (version == null ? "source" : version);
    }

    Exchange exchange() {
        return producer.getEndpoint().createExchange();
    }

    void send(Exchange exchange) throws Exception {
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    /** Gives the connection back. */
    void done(Exchange exchange) {
        UnitOfWorkHelper.doneSynchronizations(
                exchange, exchange.getExchangeExtension().handoverCompletions());
    }

    void close() {
        ServiceHelper.stopAndShutdownServices(producer, producer.getEndpoint());
        connections.close();
    }
}
