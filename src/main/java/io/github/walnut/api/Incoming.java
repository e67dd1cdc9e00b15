package io.github.walnut.api;

import io.vertx.ext.auth.User;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/**
 * A request that has passed the handlers in front, before its content is read. It travels to the
 * route as an attribute of the request's user, since Camel's exchange takes nothing else along.
 *
 * @param query every value of each query parameter
 * @param headers those that the operation names as parameters
 * @param form fields of a form, else empty; of an upload the name of its file too
 * @param text the body as it came; of an upload what stands for it where bodies are compared
 * @param upload the file of an upload, or null
 */
record Incoming(
        Operation operation,
        Principal principal,
        Map<String, String> path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        Map<String, String> form,
        String text,
        Upload upload,
        String mediaType,
        String instance,
        String traceId,
        Call.Envelope envelope) {

    static final String ATTRIBUTE = "walnut.incoming";

    /**
     * A request that did not come through the handlers in front has no such attribute: it fails.
     */
    static Incoming of(Message message) {
        User carrier = message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class);
        Object incoming = carrier == null ? null : carrier.attributes().getMap().get(ATTRIBUTE);
        if (incoming instanceof Incoming checked) {
            return checked;
        }
        throw new IllegalStateException("a request reached its route without passing the checks");
    }
}
