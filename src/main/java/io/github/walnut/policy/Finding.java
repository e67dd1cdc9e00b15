package io.github.walnut.policy;

import io.github.walnut.ups.Severity;

/**
 * One result of a check of a policy document.
 *
 * @param phase schema, compile, preflight or test
 * @param pointer JSON pointer (RFC 6901) into the document as written; empty means the whole
 * @param code snake_case
 * @param hint what was expected or offered, or null
 */
public record Finding(
        Severity severity,
        String phase,
        String pointer,
        String code,
        String message,
        String hint) {}
