package io.github.walnut.ups;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The queue of one subscriber. When it is full the oldest samples go first; an event is never
 * dropped. From then on it counts as lagging, until it has been emptied.
 */
public final class Mailbox {

    private final String name;
    private final int capacity;
    private final LinkedHashSet<Letter> letters = new LinkedHashSet<>();
    private final LinkedHashSet<Letter> samples = new LinkedHashSet<>();
    private boolean lagging;
    private long dropped;

    /** One thing to be told; letters are told apart by identity. */
    private static final class Letter {
        final Object content;

        Letter(Object content) {
            this.content = content;
        }
    }

    Mailbox(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    public String name() {
        return name;
    }

    /** Up to so many letters, oldest first; each is a {@link Sample} or an {@link Event}. */
    public synchronized List<Object> take(int most) {
        List<Object> taken = new ArrayList<>();
        Iterator<Letter> oldest = letters.iterator();
        while (oldest.hasNext() && taken.size() < most) {
            Letter letter = oldest.next();
            oldest.remove();
            samples.remove(letter);
            taken.add(letter.content);
        }
        lagging &= !letters.isEmpty();
        return taken;
    }

    public synchronized int size() {
        return letters.size();
    }

    public synchronized boolean lagging() {
        return lagging;
    }

    /** How many samples were lost so far. */
    public synchronized long dropped() {
        return dropped;
    }

    synchronized void put(UpsUpdate update) {
        if (update.sample() != null) {
            Letter letter = new Letter(update.sample());
            letters.add(letter);
            samples.add(letter);
        }
        update.events().forEach(event -> letters.add(new Letter(event)));
        while (letters.size() > capacity && dropOldestSample()) {
            dropped++;
        }
        lagging |= letters.size() > capacity;
    }

    private boolean dropOldestSample() {
        lagging = true;
        Iterator<Letter> oldest = samples.iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        letters.remove(oldest.next());
        oldest.remove();
        return true;
    }
}
