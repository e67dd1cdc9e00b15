package io.github.walnut.api;

import io.github.walnut.publish.UpsView;
import java.util.List;

/** The present state of every UPS. */
@FunctionalInterface
public interface UpsReads {

    /** In order of their ids. */
    List<UpsView> all();
}
