package io.github.walnut.api;

import io.github.walnut.security.ActionLink;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Links of a test, by their text. */
final class MemoryMessageLinks implements MessageLinks {

    final Map<String, Offer> offers = new HashMap<>();
    final Set<ActionLink> used = new HashSet<>();
    final List<ActionLink> done = new ArrayList<>();
    RuntimeException refusal;

    @Override
    public Optional<Offer> offer(String token) {
        return Optional.ofNullable(offers.get(token)).filter(offer -> !used.contains(offer.link()));
    }

    @Override
    public boolean use(ActionLink link) {
        return used.add(link);
    }

    @Override
    public void release(ActionLink link) {
        used.remove(link);
    }

    @Override
    public Instant act(ActionLink link) {
        if (refusal != null) {
            throw refusal;
        }
        done.add(link);
        return link.action() == ActionLink.Action.HOLD ? link.until().plus(HOLD) : null;
    }

    @Override
    public String site() {
        return "walnut.example";
    }

    @Override
    public ZoneId zone() {
        return ZoneOffset.UTC;
    }
}
