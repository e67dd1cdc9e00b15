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
        String revision,
        String baseUrl,
        Producer producer,
        PoolingHttpClientConnectionManager connections) {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final int CONNECTIONS = 4;

    static HttpHost open(CamelContext camel, DeviceSettings settings, Egress egress)
            throws DeviceException {
        URI base = base(settings);
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
        return start(camel, settings, base, connections, silence);
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
        HttpClientBuilder client =
                HttpClientBuilder.create()
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableContentCompression()
                        .disableAuthCaching();
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
        endpoint.setUserAgent("walNUT");
        try {
            Producer producer = endpoint.createProducer();
            ServiceHelper.startService(endpoint, producer);
            return new HttpHost(settings.revision(), base.toString(), producer, connections);
        } catch (Exception failure) {
            throw DeviceException.of(
                    "internal",
                    "http_client",
                    "No HTTP client could be made for host " + settings.hostId() + ".",
                    failure);
        }
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

    private static URI base(DeviceSettings settings) throws DeviceException {
        String text = settings.required("base_url");
        URI base;
        try {
            base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException unreadable) {
            throw invalid(text);
        }
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!http
                || base.getHost() == null
                || base.getUserInfo() != null
                || base.getQuery() != null) {
            throw invalid(text);
        }
        return base;
    }

    private static DeviceException invalid(String text) {
        return DeviceException.of(
                "validation",
                "base_url_invalid",
                "A base address is http:// or https:// with a host and a path, not " + text + ".");
    }
}
