package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.run.ErrorClass;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds {@code params.request_id} among the host's requests, each a YAML object in text, fills in
 * {@code params.vars} and puts it at {@code .prepared}. The request that reads its state is put at
 * {@code .prepared_state}.
 */
final class PreparedRequestHelper implements Helper {

    private final Documents documents = new Documents();

    @Override
    public void apply(ObjectNode body) throws DriverFailure {
        JsonNode call = body.path("call");
        JsonNode wanted = call.path("params").path("request_id");
        if (!wanted.isTextual()) {
            return;
        }
        PreparedRequests requests =
                new PreparedRequests(read(call.path("connection").path("requests")));
        JsonNode vars = call.path("params").path("vars");
        JsonNode prepared = requests.find(wanted.textValue(), vars);
        body.set("prepared", prepared);
        if (prepared.path("state").isTextual()) {
            body.set("prepared_state", requests.find(prepared.path("state").textValue(), vars));
        }
    }

    private List<JsonNode> read(JsonNode texts) throws DriverFailure {
        List<JsonNode> requests = new ArrayList<>();
        for (JsonNode text : texts) {
            try {
                requests.add(documents.yaml(text.asText()));
            } catch (PackageException unreadable) {
                throw new DriverFailure(
                        ErrorClass.VALIDATION,
                        "request_unreadable",
                        "A prepared request is not YAML: " + unreadable.getMessage());
            }
        }
        return requests;
    }
}
