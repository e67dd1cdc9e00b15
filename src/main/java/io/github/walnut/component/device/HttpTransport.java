package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.apache.camel.CamelContext;

/** HTTP and HTTPS, one endpoint with its connections per host. No redirect is followed. */
final class HttpTransport implements DeviceTransport {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpEndpoints endpoints;

    HttpTransport(CamelContext camel, Egress egress) {
        this.endpoints = new HttpEndpoints(camel, egress);
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String planKind() {
        return "api";
    }

    @Override
    public DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException {
        String method = request.path("method").asText("GET");
        if (!METHODS.contains(method)) {
            throw DeviceException.of(
                    "validation",
                    "method_invalid",
                    "An HTTP method is one of " + METHODS + ", not " + method + ".");
        }
        HttpPath path = HttpPath.of(request.path("path"), request.path("query"));
        boolean reads =
                READING.contains(method)
                        || settings.list("read_posts").contains(path.pathOnly())
                                && method.equals("POST");
        return new HttpRequest(
                method,
                path,
                HttpBody.of(request),
                request,
                HttpStatuses.of(request),
                request.path("write").asBoolean(!reads) || !reads,
                settings,
                endpoints);
    }

    @Override
    public void close() {
        endpoints.close();
    }
}
