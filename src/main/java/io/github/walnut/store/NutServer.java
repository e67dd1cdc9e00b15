package io.github.walnut.store;

import java.time.Duration;
import java.time.Instant;

/**
 * A NUT server that is polled.
 *
 * @param id slug; the part of a UPS id behind the {@code @}
 * @param username null without login
 * @param secretRef name of the password among the sealed secrets, or null
 * @param tls off, auto or required
 * @param tlsTrust by what its certificate is believed: first-use, ca, pin or none; null for the
 *     first
 * @param tlsPin SHA-256 of the certificate, or null
 * @param version 0 before it is stored; rises with each change
 */
public record NutServer(
        String id,
        String host,
        int port,
        String username,
        String secretRef,
        String tls,
        String tlsTrust,
        String tlsPin,
        Duration pollInterval,
        Duration fastInterval,
        Duration heartbeat,
        boolean enabled,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
