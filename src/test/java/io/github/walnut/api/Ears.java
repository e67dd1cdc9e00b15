package io.github.walnut.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.CanaryWatch;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebSocket client that remembers what it heard. */
final class Ears implements WebSocket.Listener {

    private final ObjectMapper mapper = new ObjectMapper();
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final boolean reads;
    private volatile int closed;
    private WebSocket socket;

    private Ears(boolean reads) {
        this.reads = reads;
    }

    static Ears open(RunningApi api, String path, String origin) {
        return open(api, path, "Origin", origin, true);
    }

    /** With credentials in the Authorization header. */
    static Ears bearing(RunningApi api, String path, String token) {
        return open(api, path, "Authorization", "Bearer " + token, true);
    }

    /** Opens a socket and takes nothing off it. */
    static Ears stalled(RunningApi api, String path) {
        return open(api, path, "Origin", null, false);
    }

    private static Ears open(
            RunningApi api, String path, String header, String value, boolean reads) {
        Ears ears = new Ears(reads);
        WebSocket.Builder builder = api.http.newWebSocketBuilder();
        if (value != null) {
            builder.header(header, value);
        }
        ears.socket =
                builder.buildAsync(URI.create("ws://127.0.0.1:" + api.server.port() + path), ears)
                        .join();
        return ears;
    }

    List<JsonNode> heard(String type) {
        return messages.stream().filter(m -> m.get("type").asText().equals(type)).toList();
    }

    List<JsonNode> all() {
        return List.copyOf(messages);
    }

    /** Begins to take what was sent to a stalled one. */
    void listen() {
        socket.request(1);
    }

    List<String> types() {
        return messages.stream().map(m -> m.get("type").asText()).toList();
    }

    int closed() {
        return closed;
    }

    void say(String text) {
        if (!socket.isOutputClosed()) {
            socket.sendText(text, true).exceptionally(gone -> null).join();
        }
    }

    /** Closes without waiting for the other side. */
    void leave() {
        socket.abort();
    }

    /** One text in so many frames of this length. */
    void sayInParts(int parts, int length) {
        for (int i = 0; i < parts; i++) {
            socket.sendText("a".repeat(length), i == parts - 1).exceptionally(gone -> null).join();
        }
    }

    void sayBinary() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(1);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            CanaryWatch.heard("a frame", part.toString());
            try {
                messages.add(mapper.readTree(part.toString()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + part, e);
            }
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed = statusCode;
        return null;
    }
}
