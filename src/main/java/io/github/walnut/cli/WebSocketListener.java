package io.github.walnut.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Hands each complete message on, until the receiver has seen enough. */
final class WebSocketListener implements WebSocket.Listener {

    private final Predicate<JsonNode> until;
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /**
     * @param until returns false to stop
     */
    WebSocketListener(Predicate<JsonNode> until) {
        this.until = until;
    }

    void await() {
        try {
            end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CliException known) {
                throw known;
            }
            throw new CliException(
                    CliException.FAILED,
                    "The connection to the server broke: " + e.getCause().getMessage());
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            try {
                if (!until.test(Output.JSON.readTree(message))) {
                    end.complete(null);
                }
            } catch (JsonProcessingException e) {
                end.completeExceptionally(
                        new CliException(
                                CliException.FAILED, "The server sent no JSON: " + message));
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        if (code == WebSocket.NORMAL_CLOSURE) {
            end.complete(null);
        } else {
            end.completeExceptionally(
                    new CliException(
                            CliException.FAILED,
                            "The server closed the connection: " + code + " " + reason));
        }
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end.completeExceptionally(error);
    }
}
