package io.github.walnut.api;

/** What the broker of MQTT keeps for walNUT. */
@FunctionalInterface
public interface BrokerTopics {

    /** The broker cannot be asked, or does not let go of some topics; the rest is taken away. */
    class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedException(String message) {
            super(message);
        }
    }

    /** No broker is set. */
    final class NoBrokerException extends RefusedException {
        private static final long serialVersionUID = 1;

        public NoBrokerException() {
            super("No broker is set from which topics could be removed");
        }
    }

    /**
     * Takes every retained topic away and returns when that is done.
     *
     * @return how many there were
     */
    int purge() throws RefusedException;
}
