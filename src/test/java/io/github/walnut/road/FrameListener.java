package io.github.walnut.road;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Hands on each whole text message of a WebSocket. */
final class FrameListener implements WebSocket.Listener {

    private final Consumer<String> receiver;
    private final StringBuilder text = new StringBuilder();

    FrameListener(Consumer<String> receiver) {
        this.receiver = receiver;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            receiver.accept(text.toString());
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }
}
