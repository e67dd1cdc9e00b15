package io.github.walnut.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * What one client has yet to be sent. Beyond 256 KiB or 1,000 messages the newest of each mergeable
 * kind stays; nothing else is ever dropped.
 */
final class LiveOutbox {

    private static final int MANY = 1000;
    private static final int LARGE = 256 * 1024;
    private static final int TOO_LARGE = 1024 * 1024;

    private final Deque<LiveMessage> waiting = new ArrayDeque<>();
    private int bytes;
    private int merged;
    private long left;

    synchronized void add(LiveMessage message) {
        waiting.addLast(message);
        bytes += message.text().length();
        if (waiting.size() > MANY || bytes > LARGE) {
            merge();
        }
    }

    /** The next to be sent, or null. */
    synchronized LiveMessage poll() {
        LiveMessage message = waiting.pollFirst();
        if (message != null) {
            bytes -= message.text().length();
        }
        return message;
    }

    synchronized int size() {
        return waiting.size();
    }

    /** How many messages were merged away in all. */
    synchronized long left() {
        return left;
    }

    synchronized boolean full() {
        return bytes >= TOO_LARGE;
    }

    /** How many messages were merged away since the last call. */
    synchronized int takeMerged() {
        int count = merged;
        merged = 0;
        return count;
    }

    private void merge() {
        Set<String> newer = new HashSet<>();
        Iterator<LiveMessage> backwards = waiting.descendingIterator();
        while (backwards.hasNext()) {
            LiveMessage message = backwards.next();
            if (message.mergeable() && !newer.add(message.mergeKey())) {
                backwards.remove();
                bytes -= message.text().length();
                merged++;
                left++;
            }
        }
    }
}
