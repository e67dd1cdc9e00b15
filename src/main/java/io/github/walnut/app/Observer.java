package io.github.walnut.app;

import io.github.walnut.run.RunListener;
import io.github.walnut.ups.Event;

/** Somebody who watches a server from inside its process. */
interface Observer extends RunListener {

    Observer NOBODY =
            new Observer() {
                @Override
                public void happened(Event event) {
                    // nobody watches
                }

                @Override
                public void changed(
                        String type,
                        io.github.walnut.run.Run run,
                        java.util.List<io.github.walnut.run.Step> changed) {
                    // nobody watches
                }
            };

    void happened(Event event);
}
