package io.github.walnut.app;

import io.github.walnut.api.NotificationControl;
import io.github.walnut.api.ProviderTest.Step;
import io.github.walnut.integration.HostTester;
import io.github.walnut.inventory.Host;
import io.github.walnut.notify.Channel;
import io.github.walnut.notify.Notice;
import io.github.walnut.notify.Templates;
import io.github.walnut.policy.Finding;
import io.github.walnut.store.EventFilter;
import io.github.walnut.store.StoredEvent;
import io.github.walnut.ups.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Tries channels and shows what they would be told. */
final class NotificationTrial implements NotificationControl {

    private static final int LOOKED_AT = 500;

    private final NotificationRoom room;
    private final StoreRoom store;
    private final LiveInventory inventory;
    private final Function<Host, HostTester.Report> tester;

    /**
     * @param tester sends a marked message
     */
    NotificationTrial(
            NotificationRoom room,
            StoreRoom store,
            LiveInventory inventory,
            Function<Host, HostTester.Report> tester) {
        this.room = room;
        this.store = store;
        this.inventory = inventory;
        this.tester = tester;
    }

    @Override
    public boolean knows(String channel) {
        return room.rules().channels().containsKey(channel);
    }

    @Override
    public List<Step> test(String channel) {
        HostTester.Report report = tester.apply(inventory.host(channel).orElseThrow());
        List<Step> steps = new ArrayList<>();
        for (Map<String, Object> step : report.steps()) {
            boolean ok = Boolean.TRUE.equals(step.get("ok"));
            steps.add(
                    new Step(
                            String.valueOf(step.get("step")),
                            ok,
                            ok ? status(step).strip() : report.message() + status(step)));
        }
        return steps;
    }

    /** What the peer answered, never its body. */
    private static String status(Map<String, Object> step) {
        return step.get("details") instanceof Map<?, ?> details && details.get("status") != null
                ? " status " + details.get("status")
                : "";
    }

    @Override
    public Optional<Preview> preview(String channel, UUID event) {
        NotificationRules rules = room.rules();
        Channel rule = rules.channels().get(channel);
        if (event != null) {
            return store.events
                    .find(event)
                    .map(stored -> preview(rules, rule, room.notices.of(stored.event(), true)));
        }
        return store.events.page(EventFilter.ANY, null, LOOKED_AT).items().stream()
                .map(StoredEvent::event)
                .map(each -> room.notices.of(each, true))
                .filter(rule::takes)
                .findFirst()
                .map(notice -> preview(rules, rule, notice));
    }

    private static Preview preview(NotificationRules rules, Channel channel, Notice notice) {
        Templates.Written written = rules.templates().write(channel, notice);
        List<Finding> findings =
                rules.templates().check(channel, notice).stream()
                        .map(
                                fault ->
                                        new Finding(
                                                Severity.WARN,
                                                "schema",
                                                "",
                                                fault.code(),
                                                fault.message(),
                                                null))
                        .toList();
        return new Preview(
                notice.eventId(),
                written.title(),
                written.json() == null ? written.text() : written.json(),
                written.cut(),
                findings);
    }
}
