package io.github.walnut.api;

import java.time.Duration;

/**
 * What one client may take of the server before anything of a request is understood.
 *
 * @param connections open at once
 * @param perAddress of them; trusted proxies stand for many clients and are not counted so
 * @param head from the first byte of a request until its head is complete, and from the connection
 *     until its first request
 * @param bodyIdle between two pieces of a body
 * @param body for a whole body
 * @param keepAlive between two requests
 * @param answer for an ordinary operation, from the end of its request
 */
public record WireLimits(
        int connections,
        int perAddress,
        Duration head,
        Duration bodyIdle,
        Duration body,
        Duration keepAlive,
        Duration answer) {

    static final int LONGEST_URI = 8 * 1024;
    static final int LONGEST_HEAD = 16 * 1024;

    public static final WireLimits DEFAULT =
            new WireLimits(
                    500,
                    50,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10));
}
