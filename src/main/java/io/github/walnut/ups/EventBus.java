package io.github.walnut.ups;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hands updates to named subscribers. The first kind is called at once, in order, before the call
 * returns; the second kind has a {@link Mailbox} that whoever owns it empties on a thread of its
 * own, so that it can never hold up the first kind.
 */
public final class EventBus {

    static final int CAPACITY = 10_000;

    private final Map<String, Consumer<UpsUpdate>> direct = new LinkedHashMap<>();
    private final Map<String, Mailbox> mailboxes = new LinkedHashMap<>();

    public synchronized void subscribe(String name, Consumer<UpsUpdate> subscriber) {
        refuseTwin(name);
        direct.put(name, subscriber);
    }

    public synchronized Mailbox mailbox(String name) {
        refuseTwin(name);
        Mailbox mailbox = new Mailbox(name, CAPACITY);
        mailboxes.put(name, mailbox);
        return mailbox;
    }

    public synchronized void publish(UpsUpdate update) {
        direct.values().forEach(subscriber -> subscriber.accept(update));
        mailboxes.values().forEach(mailbox -> mailbox.put(update));
    }

    public synchronized List<Mailbox> mailboxes() {
        return new ArrayList<>(mailboxes.values());
    }

    private void refuseTwin(String name) {
        if (direct.containsKey(name) || mailboxes.containsKey(name)) {
            throw new IllegalArgumentException("the bus has a subscriber '" + name + "' already");
        }
    }
}
