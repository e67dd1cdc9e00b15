package io.github.walnut.app;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.github.walnut.ups.Ids;
import java.util.UUID;

/** UUIDs of version 7 (RFC 9562): they sort by the time at which they were made. */
final class TimeOrderedIds implements Ids {

    private final NoArgGenerator generator = Generators.timeBasedEpochGenerator();

    @Override
    public UUID next() {
        return generator.generate();
    }
}
