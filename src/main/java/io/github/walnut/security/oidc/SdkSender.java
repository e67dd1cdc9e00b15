package io.github.walnut.security.oidc;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets the SDK speak through our transport alone. */
record SdkSender(OidcTransport transport) implements HTTPRequestSender {

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaderMap().forEach((name, values) -> headers.put(name, values.get(0)));
        OidcTransport.Answer answer =
                transport.send(
                        request.getMethod().name(), request.getURI(), headers, request.getBody());
        HTTPResponse response = new HTTPResponse(answer.status());
        try {
            if (answer.contentType() != null) {
                response.setContentType(answer.contentType());
            }
        } catch (ParseException e) {
            throw new IOException("the answer has the type " + answer.contentType(), e);
        }
        response.setBody(answer.body());
        return response;
    }
}
