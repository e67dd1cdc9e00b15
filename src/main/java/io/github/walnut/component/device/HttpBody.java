package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * @param text null when there is no body
 * @param shown as a preview shows it
 */
record HttpBody(String contentType, String text, Object shown) {

    private static final HttpBody NONE = new HttpBody(null, null, null);

    /**
     * As it is sent: with the values of {@code secret_body} in the JSON, by their names.
     *
     * @throws DeviceException when one of them is not set
     */
    String sent(DeviceSettings settings) throws DeviceException {
        DeviceSettings secrets = settings.nested("secret_body");
        if (secrets.keys().isEmpty() || !(shown instanceof ObjectNode json)) {
            return text;
        }
        ObjectNode whole = json.deepCopy();
        for (String name : secrets.keys()) {
            whole.put(name, secrets.opened(name, secret -> secret));
        }
        return whole.toString();
    }

    static HttpBody of(JsonNode request) {
        if (request.has("json")) {
            return new HttpBody(
                    "application/json", request.get("json").toString(), request.get("json"));
        }
        if (request.path("form").isObject()) {
            List<String> pairs = new ArrayList<>();
            request.get("form")
                    .properties()
                    .forEach(
                            pair ->
                                    pairs.add(
                                            HttpPath.encode(pair.getKey())
                                                    + "="
                                                    + HttpPath.encode(pair.getValue().asText())));
            String form = String.join("&", pairs);
            return new HttpBody("application/x-www-form-urlencoded", form, request.get("form"));
        }
        if (request.path("text").isTextual()) {
            String text = request.get("text").textValue();
            return new HttpBody("text/plain; charset=utf-8", text, text);
        }
        return NONE;
    }
}
