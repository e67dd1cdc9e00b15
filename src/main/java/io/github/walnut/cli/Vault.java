package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.config.Configuration;

/** What commands do with the database and its keys on this machine, without a server. */
public interface Vault {

    /**
     * @param since RFC 3339, or null
     * @param actor or null
     * @return rows as the API shows them, newest first
     */
    JsonNode auditList(Configuration configuration, String since, String actor, int limit);

    /**
     * @param head sequence number and hash of an earlier head, joined by a colon, or null
     * @return as the API answers it
     */
    JsonNode auditVerify(Configuration configuration, String head);
}
