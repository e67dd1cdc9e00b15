package io.github.walnut.component.device;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.future.CloseFuture;

/**
 * The host key that one connection must show. It is compared during the key exchange, before any
 * credential leaves; an unknown key is refused like a wrong one, since only people may trust it.
 */
final class HostKeyPin {

    private static final AttributeKey<HostKeyPin> ATTRIBUTE = new AttributeKey<>();

    private final String expected;
    private final CompletableFuture<String> shown = new CompletableFuture<>();
    private final Map<String, Object> details = new ConcurrentHashMap<>();

    /**
     * @param expected {@code SHA256:…}, or null when none was trusted yet
     */
    HostKeyPin(String expected) {
        this.expected = expected;
    }

    static HostKeyPin of(ClientSession session) {
        return session.getConnectionContext().getAttribute(ATTRIBUTE);
    }

    AttributeRepository asContext() {
        return AttributeRepository.ofKeyValuePair(ATTRIBUTE, this);
    }

    /** The fingerprint that was shown and the kind of key, once they are known. */
    Map<String, Object> details() {
        return details;
    }

    boolean verify(PublicKey key) {
        String fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
        details.put("fingerprint", fingerprint);
        details.put("key_type", KeyUtils.getKeyType(key));
        shown.complete(fingerprint);
        return fingerprint.equals(expected);
    }

    /** Waits for the host's key; returns it when it is the expected one. */
    String awaitVerdict(ClientSession session, String hostId, Duration limit)
            throws DeviceException {
        session.addCloseFutureListener(this::ended);
        String fingerprint = await(hostId, limit);
        if (fingerprint.equals(expected)) {
            return fingerprint;
        }
        boolean first = expected == null || expected.isEmpty();
        throw DeviceException.of(
                        "untrusted",
                        first ? "host_key_unknown" : "host_key_changed",
                        first
                                ? "The host key of " + hostId + " was not trusted yet."
                                : "Host "
                                        + hostId
                                        + " shows another host key than the trusted one.")
                .with("fingerprint", fingerprint);
    }

    private void ended(CloseFuture closed) {
        shown.completeExceptionally(
                new IOException("the connection closed before a key was shown"));
    }

    private String await(String hostId, Duration limit) throws DeviceException {
        try {
            return shown.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException failure) {
            throw DeviceException.of(
                    "unreachable",
                    "no_host_key",
                    "Host " + hostId + " showed no SSH host key.",
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DeviceException.of(
                    "cancelled", "interrupted", "The call was ended.", interrupted);
        }
    }
}
