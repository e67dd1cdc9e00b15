package io.github.walnut.component.device;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Questions to a service of the outside that is no host: one request, one answer, no redirects, no
 * cookies, within limits, to the address that {@link Egress} checked.
 */
public final class EgressHttp implements AutoCloseable {

    /**
     * @param contentType null when there is none
     */
    public record Answer(int status, String contentType, String body) {}

    private final Egress egress;
    private final Timeout limit;
    private final int largest;
    private final long nanos;
    private CloseableHttpClient client;

    /**
     * @param seconds for connecting, for each silence, and for the whole answer
     * @param largest answer in bytes
     */
    public EgressHttp(Egress egress, int seconds, int largest) {
        this.egress = egress;
        this.limit = Timeout.ofSeconds(seconds);
        this.largest = largest;
        this.nanos = seconds * 1_000_000_000L;
    }

    /** Made for the first question: many never have one, and with all certificates it is large. */
    private synchronized CloseableHttpClient client() {
        if (client == null) {
            client =
                    HttpClientBuilder.create()
                            .setConnectionManager(
                                    PoolingHttpClientConnectionManagerBuilder.create()
                                            .setDnsResolver(new EgressDns(egress))
                                            .setDefaultConnectionConfig(
                                                    ConnectionConfig.custom()
                                                            .setConnectTimeout(limit)
                                                            .setSocketTimeout(limit)
                                                            .build())
                                            .build())
                            .setDefaultRequestConfig(
                                    RequestConfig.custom().setResponseTimeout(limit).build())
                            .disableRedirectHandling()
                            .disableAutomaticRetries()
                            .disableCookieManagement()
                            .disableContentCompression()
                            .disableAuthCaching()
                            .setUserAgent("walNUT")
                            .build();
        }
        return client;
    }

    /**
     * @param body null for none
     * @throws IOException when there is no answer in time, or it is too large, or not allowed
     */
    public Answer send(String method, URI address, Map<String, String> headers, String body)
            throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, address);
        headers.forEach(request::setHeader);
        if (body != null) {
            request.setEntity(new StringEntity(body, StandardCharsets.UTF_8));
        }
        long end = System.nanoTime() + nanos;
        return client().execute(request, response -> answer(response, end));
    }

    private Answer answer(ClassicHttpResponse response, long end) throws IOException {
        Header type = response.getFirstHeader("Content-Type");
        return new Answer(
                response.getCode(), type == null ? null : type.getValue(), text(response, end));
    }

    private String text(ClassicHttpResponse response, long end) throws IOException {
        if (response.getEntity() == null) {
            return "";
        }
        try (InputStream in = response.getEntity().getContent()) {
            byte[] bytes = new byte[largest + 1];
            int length = 0;
            int read = 0;
            while (read >= 0 && length <= largest) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException("the answer took too long");
                }
                length += read;
                read = in.read(bytes, length, Math.min(8192, bytes.length - length));
                if (read == 0) {
                    break;
                }
            }
            if (length > largest) {
                throw new IOException("the answer has more than " + largest + " bytes");
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (client != null) {
            client.close();
        }
    }
}
