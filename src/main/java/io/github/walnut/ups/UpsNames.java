package io.github.walnut.ups;

import java.util.Collection;
import java.util.List;

/** Finds the UPS that a document or a caller means by an id or a bare name. */
public final class UpsNames {

    private final List<UpsId> known;

    public UpsNames(Collection<UpsId> known) {
        this.known = List.copyOf(known);
    }

    /** What a text came to. */
    public sealed interface Meaning {
        record One(UpsId id) implements Meaning {}

        /** The bare name stands on several servers. */
        record Ambiguous(List<UpsId> candidates) implements Meaning {}

        record Unknown(String text) implements Meaning {}
    }

    public Meaning find(String text) {
        List<UpsId> found = known.stream().filter(id -> means(text, id)).toList();
        return switch (found.size()) {
            case 0 -> new Meaning.Unknown(text);
            case 1 -> new Meaning.One(found.get(0));
            default -> new Meaning.Ambiguous(found);
        };
    }

    private static boolean means(String text, UpsId id) {
        return text.equalsIgnoreCase(text.indexOf('@') < 0 ? id.name() : id.toString());
    }
}
