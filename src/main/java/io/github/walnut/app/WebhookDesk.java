package io.github.walnut.app;

import io.github.walnut.api.ProviderTest;
import io.github.walnut.api.Webhooks;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.WebhookRecord;
import io.github.walnut.message.WebhookSignature;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.road.WebhookArrival;
import io.github.walnut.road.WebhookEvents;
import io.github.walnut.store.AuditEntry;
import io.github.walnut.store.WebhookRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.UpsFacts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Hooks as the settings hold them; what they bring becomes events, and runs of armed policies. */
final class WebhookDesk implements Webhooks {

    private static final byte[] SAMPLE = "{}".getBytes(StandardCharsets.UTF_8);

    private final SettingsDesk settings;
    private final WebhookDeliveries deliveries;
    private final Function<String, Optional<UpsFacts>> fleet;
    private final Supplier<List<StoredPolicy>> policies;
    private final Consumer<Event> tell;
    private final Consumer<WebhookArrival> match;
    private final BiConsumer<String, String> count;
    private final Consumer<AuditEntry> audit;
    private final Clock clock;
    private final Ids ids;
    private final WebhookEvents events;
    private final WebhookRejections rejections = new WebhookRejections();
    private final Map<String, Object> turns = new ConcurrentHashMap<>();

    /**
     * @param policies those in force
     * @param tell stores an event and tells it; returns when that is done
     * @param match lets policies judge a call; returns when the runs that follow have begun
     * @param count of calls by hook and result
     */
    WebhookDesk(
            SettingsDesk settings,
            WebhookDeliveries deliveries,
            Function<String, Optional<UpsFacts>> fleet,
            Supplier<List<StoredPolicy>> policies,
            Consumer<Event> tell,
            Consumer<WebhookArrival> match,
            BiConsumer<String, String> count,
            Consumer<AuditEntry> audit,
            Clock clock,
            Ids ids) {
        this.settings = settings;
        this.deliveries = deliveries;
        this.fleet = fleet;
        this.policies = policies;
        this.tell = tell;
        this.match = match;
        this.count = count;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
        this.events = new WebhookEvents(ids);
    }

    @Override
    public Optional<WebhookRecord> find(String name) {
        return settings.hooks().stream().filter(hook -> hook.name().equals(name)).findFirst();
    }

    @Override
    public List<String> secrets(String name) {
        return settings.hookSecrets().valid(name);
    }

    /**
     * One call of a hook after the other. It is remembered when its effect stands: a sender that
     * got no answer because walNUT ended in between sends it again, and nothing is lost.
     */
    @Override
    public Received receive(Arrival arrival) {
        String hook = arrival.hook().name();
        synchronized (turns.computeIfAbsent(hook, name -> new Object())) {
            Instant now = clock.now();
            Optional<UUID> first =
                    deliveries.first(
                            hook,
                            arrival.deliveryId(),
                            arrival.bodySha256(),
                            arrival.hook().dedupe(),
                            now);
            count.accept(hook, (first.isPresent() ? Result.DUPLICATE : Result.ACCEPTED).word());
            return first.map(event -> new Received(event, true))
                    .orElseGet(() -> new Received(taken(arrival, now), false));
        }
    }

    private UUID taken(Arrival arrival, Instant now) {
        String hook = arrival.hook().name();
        String ups = arrival.hook().upsId();
        Event event =
                events.received(
                        hook,
                        ups,
                        ups == null ? null : fleet.apply(ups).map(UpsFacts::outageId).orElse(null),
                        arrival.body(),
                        WebhookEvents.matched(policies.get(), hook),
                        arrival.address(),
                        now);
        tell.accept(event);
        match.accept(new WebhookArrival(hook, arrival.body(), event));
        String id = arrival.deliveryId() == null ? event.id().toString() : arrival.deliveryId();
        deliveries.keep(
                new WebhookRepository.Delivery(hook, id, arrival.bodySha256(), event.id(), now));
        audit.accept(
                new AuditEntry(
                        hook,
                        "webhook",
                        arrival.address(),
                        "webhook-receive",
                        hook,
                        "ok",
                        null,
                        Map.of("event_id", event.id().toString()),
                        arrival.requestId(),
                        event.correlationId().toString()));
        return event.id();
    }

    @Override
    public void refused(String name, Result why) {
        count.accept(name, why.word());
        Instant now = clock.now();
        if (why == Result.NO_PROOF && rejections.refused(name, now)) {
            tell.accept(
                    HealthEvents.about(
                            ids,
                            EventName.WEBHOOK_REJECTED,
                            new Event.Subject("integration", name),
                            now,
                            Map.of("reason", "10 calls in 10 minutes without a proof that holds")));
        }
    }

    @Override
    public Optional<Rotated> rotate(String name) {
        return settings.rotate(name).map(made -> new Rotated(made.secret(), made.until()));
    }

    @Override
    public List<ProviderTest.Step> test(Map<String, Object> given) {
        List<ProviderTest.Step> steps = new ArrayList<>();
        for (WebhookRecord hook :
                SettingsDesk.hooks(settings.tried(SettingGroup.WEBHOOKS, given))) {
            ProviderTest.Step step = tried(hook);
            steps.add(step);
            if (!step.ok()) {
                return steps;
            }
        }
        return steps.isEmpty()
                ? List.of(new ProviderTest.Step("settings", false, "there is no webhook"))
                : steps;
    }

    private ProviderTest.Step tried(WebhookRecord hook) {
        String fault = fault(hook);
        long listening =
                policies.get().stream()
                        .flatMap(policy -> policy.policy().triggers().stream())
                        .filter(trigger -> listens(trigger, hook.name()))
                        .count();
        return new ProviderTest.Step(
                hook.name(),
                fault == null,
                fault == null ? listening + " triggers of policies wait for its calls" : fault);
    }

    /** Null without one. */
    private String fault(WebhookRecord hook) {
        if (!hook.enabled()) {
            return "is disabled and answers 404";
        }
        if (hook.upsId() != null && fleet.apply(hook.upsId()).isEmpty()) {
            return "its UPS " + hook.upsId() + " is not known";
        }
        if (!hook.hasSecret()) {
            return null;
        }
        List<String> secrets = secrets(hook.name());
        if (secrets.isEmpty()) {
            return "has no secret until it is saved";
        }
        Instant now = clock.now();
        long second = now.getEpochSecond();
        String signature = WebhookSignature.sign(secrets, "test", second, SAMPLE);
        boolean holds =
                WebhookSignature.verify(
                        secrets, "test", Long.toString(second), SAMPLE, signature, now);
        return holds ? null : "a call signed with its secret would be refused";
    }

    private static boolean listens(Trigger trigger, String hook) {
        return trigger instanceof Trigger.Webhook call && call.name().equals(hook)
                || trigger instanceof Trigger.After after && hook.equals(after.webhook());
    }
}
