package io.github.walnut.cli;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request whose body is text.
 *
 * @param body null where there is none
 */
record ApiRequest(String method, URI address, Map<String, String> headers, String body) {

    ApiRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiRequest(method, address, more, body);
    }

    /** An answer whose body is text. */
    record Answer(int status, String body) {

        boolean refusal() {
            return status >= 400;
        }
    }
}
