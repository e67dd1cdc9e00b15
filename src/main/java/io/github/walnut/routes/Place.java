package io.github.walnut.routes;

/** Where something stands in a document, as a JSON pointer (RFC 6901). */
record Place(String pointer) {

    static final Place ROOT = new Place("");

    Place at(String key) {
        return new Place(pointer + "/" + key.replace("~", "~0").replace("/", "~1"));
    }

    Place at(int index) {
        return new Place(pointer + "/" + index);
    }
}
