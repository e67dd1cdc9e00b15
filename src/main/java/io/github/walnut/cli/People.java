package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.config.Configuration;

/**
 * What commands do with accounts and sessions on this machine, beside a server that may run. All of
 * it is written into the audit log; accounts and sessions are shown as the API shows them.
 */
public interface People {

    /**
     * @param role admin, operator or viewer
     * @return the account, with {@code warning} when the password is a weak one
     * @throws CliException when the e-mail is taken or the password cannot be used
     */
    JsonNode create(Configuration configuration, String email, String role, char[] password);

    /** By e-mail. */
    JsonNode list(Configuration configuration);

    JsonNode setRole(Configuration configuration, String email, String role);

    JsonNode setActive(Configuration configuration, String email, boolean active);

    /** Ends the account's sessions. */
    JsonNode resetPassword(Configuration configuration, String email, char[] password);

    JsonNode delete(Configuration configuration, String email);

    /**
     * @param email of one account, or null for all
     */
    JsonNode sessions(Configuration configuration, String email);

    /**
     * Ends sessions.
     *
     * @param email of one account, or null for all
     * @return how many
     */
    int revoke(Configuration configuration, String email);

    /** A new setup token with its file and end, while there is no administrator. */
    JsonNode setupToken(Configuration configuration);
}
