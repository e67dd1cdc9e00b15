package io.github.walnut.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.notify.Channel;
import io.github.walnut.notify.ChannelQueue;
import io.github.walnut.notify.Letter;
import io.github.walnut.notify.Notice;
import io.github.walnut.notify.Templates;
import io.github.walnut.store.Mailbox;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes messages of what happens and puts them into the queues of the channels that take them.
 * Nobody who tells it something waits for a channel.
 */
final class NotificationDesk implements Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationDesk.class);
    private static final int REMEMBERED = 4_096;

    private final Notices notices;
    private final Supplier<NotificationRules> rules;
    private final NotificationSender sender;
    final PlanWait plans;
    private final ObjectMapper mapper = new ObjectMapper();

    /** Ids of messages that are in a queue already; an event can be told twice. */
    private final Map<UUID, Boolean> queued = new Newest<>();

    /** Of what messages tell that were not sent yet. */
    private final Map<UUID, Event> events = new Newest<>();

    NotificationDesk(
            Notices notices, Supplier<NotificationRules> rules, NotificationSender sender) {
        this.notices = notices;
        this.rules = rules;
        this.sender = sender;
        this.plans = new PlanWait((pause, task) -> sender.after(pause, task).isPresent());
        sender.reword(this::reworded);
    }

    /** The newest that were put in. */
    private static final class Newest<V> extends LinkedHashMap<UUID, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, V> eldest) {
            return size() > REMEMBERED;
        }
    }

    private synchronized void remember(Event event, List<Letter> letters) {
        letters.forEach(letter -> events.put(letter.id(), event));
    }

    private synchronized Event forgotten(UUID letter) {
        return events.remove(letter);
    }

    /** With what is known of the UPS and of what comes next at the moment at which it goes. */
    private Letter reworded(Letter letter) {
        Event event = forgotten(letter.id());
        NotificationRules present = rules.get();
        Channel channel = present.channels().get(letter.channel());
        if (event == null || channel == null) {
            return letter;
        }
        try {
            Templates.Written written = present.templates().write(channel, notices.of(event, true));
            return letter.reworded(
                    written.title(), written.text(), data("event", letter.data(), written));
        } catch (RuntimeException e) {
            LOG.error("Message {} goes in its first words", letter.id(), e);
            return letter;
        }
    }

    private Map<String, Object> data(
            String type, Map<String, Object> before, Templates.Written written) {
        Map<String, Object> data = new LinkedHashMap<>(before);
        data.putIfAbsent("type", type);
        body(written).ifPresent(body -> data.put("body", body));
        return data;
    }

    @Override
    public List<Letter> about(Event event) {
        NotificationRules present = rules.get();
        if (present.channels().isEmpty()) {
            return List.of();
        }
        try {
            Notice notice = notices.of(event, false);
            return letters(present, notice, "event", notices.document(event)).stream()
                    .filter(letter -> !known(letter.id()))
                    .toList();
        } catch (RuntimeException e) {
            LOG.error("Nobody is told of {}, its message cannot be written", event.name(), e);
            return List.of();
        }
    }

    private List<Letter> letters(
            NotificationRules present, Notice notice, String type, Map<String, Object> data) {
        List<Letter> letters = new ArrayList<>();
        for (Channel channel : present.channels().values()) {
            if (channel.takes(notice) && !toldByLoss(channel, notice)) {
                letters.add(letter(present.templates(), channel, notice, type, data));
            }
        }
        return letters;
    }

    /** That an outage has begun is no news beside the loss of mains in the same moment. */
    private static boolean toldByLoss(Channel channel, Notice notice) {
        return notice.name().equals(EventName.OUTAGE_STARTED.word())
                && channel.takes(renamed(notice, EventName.MAINS_LOST.word()));
    }

    private static Notice renamed(Notice notice, String name) {
        return new Notice(
                name,
                name,
                notice.always(),
                notice.severity(),
                notice.upsId(),
                notice.policyId(),
                notice.eventId(),
                notice.runId(),
                notice.ofChannel(),
                notice.topic(),
                notice.dryRun(),
                notice.test(),
                notice.at(),
                notice.title(),
                notice.message(),
                notice.url(),
                Map.of());
    }

    private Letter letter(
            Templates templates,
            Channel channel,
            Notice notice,
            String type,
            Map<String, Object> document) {
        Templates.Written written = templates.write(channel, notice);
        return new Letter(
                id(channel, notice),
                channel.id(),
                notice.eventId(),
                notice.runId(),
                notice.name(),
                notice.topic(),
                notice.severity() == Severity.BLOCKER ? Severity.ERROR : notice.severity(),
                written.title(),
                written.text(),
                notice.url(),
                data(notice.runId() == null ? type : "run", Map.of("data", document), written),
                List.of(new Letter.Item(notice.at(), notice.severity(), written.title())),
                0,
                Letter.State.WAITING,
                0,
                notice.at(),
                notice.at(),
                null,
                null);
    }

    /** The own body of a webhook, if it is one. */
    Optional<Object> body(Templates.Written written) {
        if (written.json() == null) {
            return Optional.empty();
        }
        try {
            Object body = mapper.readValue(written.json(), Object.class);
            return body instanceof Map || body instanceof List
                    ? Optional.of(body)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            LOG.warn("The template of a webhook made no JSON; the usual body is sent");
            return Optional.empty();
        }
    }

    /** The same whenever the same event is told. */
    private static UUID id(Channel channel, Notice notice) {
        String of =
                notice.eventId() != null
                        ? notice.eventId().toString()
                        : notice.topic() + notice.name() + notice.title() + notice.at();
        return UUID.nameUUIDFromBytes((of + "/" + channel.id()).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized boolean known(UUID id) {
        return queued.containsKey(id);
    }

    private synchronized boolean begins(UUID id) {
        return queued.put(id, true) == null;
    }

    @Override
    public void happened(Event event, List<Letter> letters) {
        if (rules.get().channels().isEmpty()) {
            return;
        }
        try {
            if (event.name().equals(EventName.MAINS_RETURNED.word()) && event.outageId() != null) {
                shorten(event, letters);
            } else {
                remember(event, letters);
                post(letters);
            }
            if (event.name().equals(EventName.OUTAGE_ENDED.word()) && event.outageId() != null) {
                Letter.Item summary =
                        new Letter.Item(event.ts(), Severity.INFO, notices.summary(event));
                String topic = Notices.outage(event.outageId());
                sender.each(lane -> lane.change(queue -> queue.ended(topic, summary)));
            }
        } catch (RuntimeException e) {
            LOG.error("Nobody is told of {}", event.name(), e);
        }
    }

    /** Loss and return of mains become one message where the loss was not sent yet. */
    private void shorten(Event returned, List<Letter> letters) {
        String topic = Notices.outage(returned.outageId());
        Map<String, Letter> byChannel = new LinkedHashMap<>();
        letters.forEach(letter -> byChannel.put(letter.channel(), letter));
        NotificationRules present = rules.get();
        for (Channel channel : present.channels().values()) {
            Letter own = byChannel.get(channel.id());
            sender.lane(channel.id())
                    .ifPresent(
                            lane ->
                                    lane.change(
                                            queue ->
                                                    join(
                                                            present, queue, channel, topic,
                                                            returned, own)));
            sender.came(channel.id());
        }
    }

    private void join(
            NotificationRules present,
            ChannelQueue queue,
            Channel channel,
            String topic,
            Event returned,
            Letter own) {
        Optional<Letter> lost = queue.unsent(EventName.MAINS_LOST.word(), topic);
        if (lost.isPresent()) {
            Notice both = notices.shortInterruption(returned, lost.get().items().get(0).at());
            Letter one =
                    letter(present.templates(), channel, both, "event", notices.document(returned));
            begins(one.id());
            queue.replace(lost.get(), one);
        } else if (own != null && begins(own.id())) {
            queue.add(own);
        }
    }

    /** News of a run that is no event. */
    void told(Notice notice, Map<String, Object> document) {
        NotificationRules present = rules.get();
        if (!present.channels().isEmpty()) {
            post(letters(present, notice, "run", document));
        }
    }

    /**
     * What a route of an operator says.
     *
     * @param channel id of the only one that is told, or null for all that take this severity
     * @throws IllegalStateException when there is no such channel
     */
    void said(String routeId, String channel, String severity, String text) {
        NotificationRules present = rules.get();
        if (channel != null && !present.channels().containsKey(channel)) {
            throw new IllegalStateException("there is no channel " + channel);
        }
        Notice notice =
                notices.of(
                        routeId,
                        channel != null,
                        Severity.valueOf(severity.toUpperCase(Locale.ROOT)),
                        text);
        Map<String, Object> document = Map.of("route_id", routeId, "message", notice.message());
        post(
                letters(present, notice, "event", document).stream()
                        .filter(letter -> channel == null || letter.channel().equals(channel))
                        .toList());
    }

    private void post(List<Letter> letters) {
        letters.stream()
                .filter(letter -> begins(letter.id()))
                .forEach(letter -> plans.then(letter.runId(), () -> queue(letter)));
    }

    private void queue(Letter letter) {
        sender.lane(letter.channel())
                .ifPresent(
                        lane -> {
                            lane.change(queue -> queue.add(letter));
                            sender.came(letter.channel());
                        });
    }
}
