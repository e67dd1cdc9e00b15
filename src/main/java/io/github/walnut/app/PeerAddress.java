package io.github.walnut.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.cli.CliException;
import io.github.walnut.integration.IntegrationType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The address of a peer, and the fields of a connection that it answers. */
record PeerAddress(URI url) {

    PeerAddress {
        if (url.getUserInfo() != null && url.getUserInfo().contains(":")) {
            throw new CliException(
                    CliException.USAGE,
                    "--peer: expected no password, which everyone on this machine could see; give it by --secret KEY=@FILE");
        }
    }

    /** Fields for an address as a whole, or for host, port and user. */
    Map<String, Object> fields(IntegrationType type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        JsonNode properties = type.manifest().connection().document().path("properties");
        for (Map.Entry<String, JsonNode> field : properties.properties()) {
            boolean secret = field.getValue().path("secret").asBoolean();
            String format = field.getValue().path("format").asText("");
            if (!secret && format.equals("uri") && !fields.containsValue(whole())) {
                fields.put(field.getKey(), whole());
            }
        }
        boolean apart = fields.isEmpty() && properties.has("host") && url.getHost() != null;
        if (apart) {
            fields.put("host", url.getHost());
        }
        if (apart && url.getPort() > 0 && properties.has("port")) {
            fields.put("port", url.getPort());
        }
        if (url.getUserInfo() != null && properties.has("username")) {
            fields.put("username", url.getUserInfo());
        }
        return fields;
    }

    private String whole() {
        String user = url.getRawUserInfo();
        return user == null ? url.toString() : url.toString().replace(user + "@", "");
    }
}
