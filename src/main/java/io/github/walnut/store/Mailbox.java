package io.github.walnut.store;

import io.github.walnut.notify.Letter;
import io.github.walnut.ups.Event;
import java.util.List;

/** Knows who is to be told of events; its messages are stored together with them. */
public interface Mailbox {

    /** Nobody is to be told of anything. */
    Mailbox NONE =
            new Mailbox() {
                @Override
                public List<Letter> about(Event event) {
                    return List.of();
                }

                @Override
                public void happened(Event event, List<Letter> letters) {
                    // nobody is to be told
                }
            };

    /**
     * The messages about an event that is going to be stored; the same when it is asked again. It
     * never throws.
     */
    List<Letter> about(Event event);

    /**
     * The event and its messages are stored, or cannot be for now; they may go. It may be said more
     * than once, and never throws.
     */
    void happened(Event event, List<Letter> letters);
}
