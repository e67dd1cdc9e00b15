package io.github.walnut.guard;

/** Where something stands in a document, as a JSON pointer (RFC 6901). */
public record Place(String pointer) {

    public static final Place ROOT = new Place("");

    public Place at(String key) {
        return new Place(pointer + "/" + key.replace("~", "~0").replace("/", "~1"));
    }

    public Place at(int index) {
        return new Place(pointer + "/" + index);
    }
}
