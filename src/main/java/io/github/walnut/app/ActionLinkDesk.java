package io.github.walnut.app;

import io.github.walnut.api.MessageLinks;
import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.run.Hold;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.security.ActionLink;
import io.github.walnut.security.ActionLink.Action;
import io.github.walnut.security.ActionLinks;
import io.github.walnut.ups.Clock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes the links of messages, and does what they say. */
final class ActionLinkDesk implements MessageLinks {

    /** A link that ends sooner would be over before it is read. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private static final String REASON = "by a link in a message";

    private final ActionLinks signer;
    private final UsedLinks used;
    private final Dispatcher dispatcher;
    private final BooleanSupplier enabled;
    private final Predicate<String> channels;
    private final String outside;
    private final Supplier<String> siteName;
    private final ZoneId zone;
    private final Clock clock;

    /**
     * @param enabled whether links are wanted now
     * @param channels whether there is such a channel, and it is told things
     * @param outside where walNUT's own paths begin for people, or null when nobody said so
     * @param siteName that people have given this walNUT, or null
     */
    ActionLinkDesk(
            ActionLinks signer,
            UsedLinks used,
            Dispatcher dispatcher,
            BooleanSupplier enabled,
            Predicate<String> channels,
            String outside,
            Supplier<String> siteName,
            ZoneId zone,
            Clock clock) {
        this.signer = signer;
        this.used = used;
        this.dispatcher = dispatcher;
        this.enabled = enabled;
        this.channels = channels;
        this.outside = outside;
        this.siteName = siteName;
        this.zone = zone;
        this.clock = clock;
    }

    /** A link as a message carries it; its address is a secret. */
    record Made(Action action, String label, String url) {

        @Override
        public String toString() {
            return "Made[" + label + "]";
        }
    }

    /** For a message about this run by this channel, at the moment at which it goes. */
    List<Made> make(UUID runId, String channel) {
        if (!offered() || !channels.test(channel)) {
            return List.of();
        }
        Instant soonest = clock.now().plus(LEAST);
        return LinkCountdown.of(dispatcher, runId)
                .filter(found -> found.lastAt() != null && found.lastAt().isAfter(soonest))
                .map(found -> made(found, channel))
                .orElse(List.of());
    }

    /** Whether the run is live and still being planned. */
    boolean unplanned(UUID runId) {
        return dispatcher.active().stream()
                .filter(run -> run.id().equals(runId))
                .anyMatch(run -> run.mode() == Run.Mode.LIVE && run.state() == RunState.ACCEPTED);
    }

    /** Whether messages carry links now. */
    boolean offered() {
        return enabled.getAsBoolean() && outside != null;
    }

    /** What was held a moment ago is not offered to be held. */
    private List<Made> made(LinkCountdown found, String channel) {
        Hold hold = found.run().course().hold();
        return Stream.of(Action.HOLD, Action.GO_NOW)
                .filter(action -> action == Action.GO_NOW || hold == null || hold.warned())
                .map(action -> new ActionLink(found.run().id(), action, channel, found.lastAt()))
                .filter(link -> !used.used(link))
                .map(
                        link ->
                                new Made(
                                        link.action(),
                                        link.action() == Action.HOLD ? "Hold" : "Go now",
                                        outside + "/api/links/" + signer.sign(link)))
                .toList();
    }

    @Override
    public Optional<Offer> offer(String token) {
        Instant now = clock.now();
        return signer.read(token)
                .filter(link -> offered() && now.isBefore(link.until()))
                .filter(link -> channels.test(link.channel()))
                .filter(link -> !used.used(link))
                .flatMap(
                        link ->
                                LinkCountdown.of(dispatcher, link.runId())
                                        .map(found -> offer(link, found)));
    }

    private static Offer offer(ActionLink link, LinkCountdown found) {
        Run run = found.run();
        return new Offer(link, run.policyName(), run.upsId(), run.correlationId(), found.nextAt());
    }

    @Override
    public boolean use(ActionLink link) {
        return used.use(link);
    }

    @Override
    public void release(ActionLink link) {
        used.release(link);
    }

    @Override
    public Instant act(ActionLink link) {
        if (link.action() == Action.HOLD) {
            return dispatcher
                    .interventions()
                    .hold(link.runId(), HOLD, link.channel(), "link", REASON)
                    .until();
        }
        dispatcher.interventions().goNow(link.runId());
        return null;
    }

    @Override
    public String site() {
        String given = siteName.get();
        return given != null || outside == null ? given : URI.create(outside).getAuthority();
    }

    @Override
    public ZoneId zone() {
        return zone;
    }
}
