package io.github.walnut.api;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Tells whether a request with a certain id has arrived here, and not at someone else's server. */
final class RequestWatch {

    private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

    CompletableFuture<Void> await(String requestId) {
        return awaited.computeIfAbsent(requestId, id -> new CompletableFuture<>());
    }

    void saw(String requestId) {
        CompletableFuture<Void> waiting = awaited.remove(requestId);
        if (waiting != null) {
            waiting.complete(null);
        }
    }
}
