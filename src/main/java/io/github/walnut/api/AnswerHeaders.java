package io.github.walnut.api;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Nothing of the wire becomes a header of an exchange, and only headers that operations set leave.
 * Without it Camel copies request headers and query parameters into its answers.
 */
final class AnswerHeaders implements HeaderFilterStrategy {

    private static final Set<String> LEAVING =
            Set.of(
                    "allow",
                    "cache-control",
                    "connection",
                    "content-disposition",
                    "etag",
                    "idempotent-replayed",
                    "location",
                    "retry-after",
                    "set-cookie",
                    "www-authenticate");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !LEAVING.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
    }
}
