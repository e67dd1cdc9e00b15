package io.github.walnut.integration;

/** Where the secrets of hosts are kept. */
public interface HostSecrets {

    /** A fresh copy that the caller wipes after use, or null when the field is not set. */
    char[] open(String hostId, String field);

    /** Changes whenever a secret of the host does. */
    String revision(String hostId);
}
