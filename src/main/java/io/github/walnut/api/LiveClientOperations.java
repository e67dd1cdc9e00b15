package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.UserStore;
import java.util.List;
import java.util.Map;

/** Who listens on sockets at present. */
final class LiveClientOperations implements Resource {

    private final Live live;
    private final UserStore users;
    private final Json json;

    LiveClientOperations(Live live, UserStore users, Json json) {
        this.live = live;
        this.users = users;
        this.json = json;
    }

    @Override
    public Map<String, OperationHandler> operations() {
        return Map.of("ws-clients", this::list);
    }

    private Reply list(Call call) {
        List<LiveConnection> open = live.connections();
        ObjectNode node = json.object();
        node.put("total", open.size());
        node.set("items", json.array(open, this::write));
        return Reply.ok(node);
    }

    private ObjectNode write(LiveConnection connection) {
        ObjectNode node = json.object();
        node.put("id", connection.id());
        node.put(
                "user",
                users.byId(connection.principal().userId())
                        .map(UserAccount::email)
                        .orElse(connection.principal().userId().toString()));
        node.put("ip", connection.address());
        node.put("connected_at", Json.at(connection.connectedAt()));
        node.set(
                "topics",
                json.texts(connection.subscription().topics().stream().sorted().toList()));
        node.put("queued", connection.queued());
        node.put("dropped", connection.dropped());
        return node;
    }
}
