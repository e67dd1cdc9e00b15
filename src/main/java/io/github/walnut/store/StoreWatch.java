package io.github.walnut.store;

/** Hears when the store fails and when it works again. It must not block. */
public interface StoreWatch {

    /** The journal goes to the emergency file; nothing else is stored. */
    void degraded(String why);

    /** The store has what the emergency file held. */
    void restored(int entries);
}
