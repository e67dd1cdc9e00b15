package io.github.walnut.security.oidc;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Carries requests to the provider, within limits of time and size, without redirects. */
@FunctionalInterface
public interface OidcTransport {

    /**
     * @param contentType null when there is none
     */
    record Answer(int status, String contentType, String body) {}

    /**
     * @param body null for none
     * @throws IOException when the provider is not reached or not allowed to be
     */
    Answer send(String method, URI address, Map<String, String> headers, String body)
            throws IOException;
}
