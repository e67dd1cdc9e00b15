package io.github.walnut.security;

import java.util.UUID;

/** One e-mail has one account. */
public final class EmailTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient UUID existing;

    public EmailTakenException(String email, UUID existing) {
        super("There is an account " + email + " already");
        this.existing = existing;
    }

    /** The account that has it. */
    public UUID existing() {
        return existing;
    }
}
