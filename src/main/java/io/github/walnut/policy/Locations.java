package io.github.walnut.policy;

import java.util.Map;

/**
 * Where the parts of a model stand in the document that they were read from, so that a finding
 * about the model can point into the document as written, whatever its format.
 *
 * @param pointers from a place in the model, for example {@code /actions/0/host}, to a JSON pointer
 */
public record Locations(Map<String, String> pointers) {
    public static final Locations NONE = new Locations(Map.of());

    public Locations {
        pointers = Map.copyOf(pointers);
    }

    public String of(String place) {
        return pointers.getOrDefault(place, place);
    }

    /** The part ({@code host}, {@code capability}, {@code params}…) of an action. */
    public String action(int index, String part) {
        return of("/actions/" + index + "/" + part);
    }

    public String trigger(int index) {
        return of("/triggers/" + index);
    }

    /** The part ({@code ups}, {@code window}) of a trigger. */
    public String trigger(int index, String part) {
        return of("/triggers/" + index + "/" + part);
    }
}
