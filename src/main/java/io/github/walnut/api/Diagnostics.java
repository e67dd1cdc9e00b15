package io.github.walnut.api;

import java.util.Map;

/** What helps to find out what is wrong, without any secret. */
@FunctionalInterface
public interface Diagnostics {

    /** Texts by the name of their file. */
    Map<String, String> files();
}
