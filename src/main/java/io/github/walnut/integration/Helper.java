package io.github.walnut.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** A function that kamelets may call on the body of their call. */
@FunctionalInterface
interface Helper {

    Set<String> NAMES =
            Set.of(
                    "fail",
                    "check",
                    "expect",
                    "base64",
                    "sha256",
                    "message",
                    "prepared-command",
                    "prepared-request");

    void apply(ObjectNode body) throws DriverFailure;
}
