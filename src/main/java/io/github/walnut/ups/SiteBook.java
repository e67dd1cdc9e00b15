package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Remembers recent outages, so that those which begin together get the same site id. */
final class SiteBook implements Sites {

    private static final Duration TOGETHER = Duration.ofSeconds(10);
    private static final Duration FORGET = Duration.ofHours(1);

    private final List<Begin> begins = new ArrayList<>();

    private record Begin(Instant at, UUID site) {}

    @Override
    public UUID join(Instant startedAt, UUID outage) {
        begins.removeIf(begin -> begin.at().plus(FORGET).isBefore(startedAt));
        UUID site =
                begins.stream()
                        .filter(
                                begin ->
                                        Duration.between(begin.at(), startedAt)
                                                        .abs()
                                                        .compareTo(TOGETHER)
                                                <= 0)
                        .map(Begin::site)
                        .findFirst()
                        .orElse(outage);
        begins.add(new Begin(startedAt, site));
        return site;
    }

    void remember(Outage open) {
        if (open != null) {
            begins.add(new Begin(open.startedAt(), open.siteId()));
        }
    }

    void shift(Duration by) {
        begins.replaceAll(begin -> new Begin(begin.at().plus(by), begin.site()));
    }
}
