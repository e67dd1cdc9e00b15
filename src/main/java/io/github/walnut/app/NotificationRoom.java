package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.notify.Channel;
import io.github.walnut.notify.ChannelQueue;
import io.github.walnut.publish.MetricFamily;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Telling people: what is told, its queues and their senders, and how they fare. */
final class NotificationRoom implements AutoCloseable {

    private static final Duration STUCK = Duration.ofMinutes(10);

    final NotificationRuns runs;
    final NotificationCalls calls;
    final Notices notices;
    final NotificationDesk desk;
    private final NotificationSender sender;
    private final StoreRoom store;
    private final LiveInventory inventory;
    private final Consumer<Event> events;
    private final Clock clock;
    private final Ids ids;
    private final String outside;
    private volatile NotificationRules rules;

    /**
     * @param policies their names
     * @param events hears of channels that fail
     */
    NotificationRoom(
            Configuration configuration,
            StoreRoom store,
            LiveInventory inventory,
            DriverRoom drivers,
            Notices.Views ups,
            Function<UUID, Optional<String>> policies,
            Consumer<Event> events,
            Clock clock,
            Ids ids) {
        this.store = store;
        this.inventory = inventory;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.outside = outside(configuration);
        rules = NotificationRules.read(store.inForce, inventory.hosts());
        calls = new NotificationCalls(id -> inventory.host(id).orElse(null), drivers.drivers);
        sender =
                new NotificationSender(
                        calls, store.outbox, clock, ids, store.inForce.zone(), this::turned);
        runs = new NotificationRuns(sender);
        notices = new Notices(ups, policies, runs::run, outside, store.inForce.zone(), clock);
        desk = new NotificationDesk(notices, this::rules, sender);
        runs.tell(notices, desk);
    }

    /** Where the paths of walNUT begin for people, without a slash at the end; null unless told. */
    static String outside(Configuration configuration) {
        String address = configuration.text(Setting.PUBLIC_URL);
        return address == null
                ? null
                : address.replaceAll("/$", "") + configuration.basePath().prefix();
    }

    /** Whether there is such a channel and it is told what happens. */
    boolean tells(String channel) {
        Channel known = rules.channels().get(channel);
        return known != null && known.enabled();
    }

    NotificationRules rules() {
        return rules;
    }

    /** From now on people are told, first of what an earlier process left. */
    void start() {
        NotificationSettings settings = new NotificationSettings(inventory, outside);
        store.desk.require(SettingGroup.NOTIFICATIONS, settings::faults);
        store.desk.advise(SettingGroup.NOTIFICATIONS, settings::advice);
        store.desk.show(StoredSetting.NOTIFY_CHANNELS, settings::shown);
        store.inForce.onChange(SettingGroup.NOTIFICATIONS, this::changed);
        sender.use(rules);
        if (!rules.channels().isEmpty()) {
            sender.restore(store.outbox.unfinished());
        }
        store.events.tell(desk);
    }

    /** Hosts or settings are others now. */
    synchronized void changed() {
        rules = NotificationRules.read(store.inForce, inventory.hosts());
        sender.use(rules);
    }

    /** Hears of hosts, and passes it on. */
    LiveInventory.Listener also(LiveInventory.Listener next) {
        return new LiveInventory.Listener() {
            @Override
            public void hostsChanged() {
                changed();
                next.hostsChanged();
            }

            @Override
            public void targetsRead(String hostId, InventoryChange change) {
                next.targetsRead(hostId, change);
            }
        };
    }

    private void turned(String channel, boolean fails) {
        EventName name = fails ? EventName.NOTIFICATION_FAILING : EventName.NOTIFICATION_RESTORED;
        events.accept(
                HealthEvents.about(
                        ids,
                        name,
                        new Event.Subject("integration", channel),
                        clock.now(),
                        Map.of()));
    }

    /** Degraded while a channel fails or messages wait for it for long. */
    List<Component> health() {
        List<String> troubles = new ArrayList<>();
        int waiting = 0;
        for (Map.Entry<String, ChannelLane> lane : sender.lanes().entrySet()) {
            waiting += lane.getValue().read(ChannelQueue::size);
            if (lane.getValue().read(ChannelQueue::failing)) {
                troubles.add(lane.getKey() + " takes no messages");
            } else if (lane.getValue().read(ChannelQueue::troubled)
                    && oldest(lane.getValue()) > STUCK.toSeconds()) {
                troubles.add(lane.getKey() + " takes them late");
            }
        }
        if (sender.lanes().isEmpty()) {
            return List.of(new Component("notifications", "off", null, null, Map.of()));
        }
        return List.of(
                new Component(
                        "notifications",
                        troubles.isEmpty() ? "ok" : "degraded",
                        troubles.isEmpty()
                                ? null
                                : String.join("; ", troubles.stream().sorted().toList()),
                        null,
                        Map.of("channels", sender.lanes().size(), "waiting", waiting)));
    }

    private double oldest(ChannelLane lane) {
        Instant oldest = lane.read(ChannelQueue::oldest);
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.now()).toMillis()) / 1000.0;
    }

    void measure(PowerMetrics metrics) {
        metrics.families(
                () -> {
                    MetricFamily total =
                            MetricFamily.counter(
                                    "walnut_notifications",
                                    "Attempts to deliver messages by how they came out");
                    MetricFamily pending =
                            MetricFamily.gauge(
                                    "walnut_notifications_pending",
                                    "Messages that wait for a channel");
                    MetricFamily oldest =
                            MetricFamily.gauge(
                                    "walnut_notifications_oldest_seconds",
                                    "Since the oldest thing happened that a channel was not told of yet");
                    sender.lanes()
                            .forEach(
                                    (channel, lane) -> {
                                        pending.add(
                                                "channel", channel, lane.read(ChannelQueue::size));
                                        oldest.add("channel", channel, oldest(lane));
                                    });
                    sender.counts().forEach((channel, results) -> add(total, channel, results));
                    return Stream.of(total, pending, oldest)
                            .filter(family -> !family.series().isEmpty())
                            .toList();
                });
    }

    private static void add(MetricFamily total, String channel, Map<String, LongAdder> results) {
        results.forEach(
                (result, count) ->
                        total.add(Map.of("channel", channel, "result", result), count.sum()));
    }

    @Override
    public void close() throws InterruptedException {
        sender.close();
    }
}
