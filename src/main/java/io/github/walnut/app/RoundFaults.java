package io.github.walnut.app;

import io.github.walnut.store.StoreUnavailableException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/**
 * Says what failed in the work of a thread. What the end of walNUT cuts short has not failed: it is
 * done again after the next start.
 *
 * @param ended whether the thread was told to end
 */
record RoundFaults(Logger log, BooleanSupplier ended) {

    /**
     * @param what failed, as a sentence
     */
    void tell(String what, Exception fault) {
        if (ended.getAsBoolean()) {
            log.debug("{}, for walNUT ends", what, fault);
        } else if (fault instanceof StoreUnavailableException) {
            log.error("{}: {}", what, fault.getMessage());
        } else {
            log.error(what, fault);
        }
    }
}
