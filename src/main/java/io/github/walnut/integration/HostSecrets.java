package io.github.walnut.integration;

/** Where the secrets of hosts are kept. */
public interface HostSecrets {

    /** They cannot be read at the moment; nothing was asked of the host. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A fresh copy that the caller wipes after use, or null when the field is not set.
     *
     * @throws UnavailableException when the store cannot be read now
     */
    char[] open(String hostId, String field);

    /** Changes whenever a secret of the host does. */
    String revision(String hostId);
}
