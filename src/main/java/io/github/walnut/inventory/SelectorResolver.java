package io.github.walnut.inventory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Finds the targets that a selector means, in the inventory of one host. */
public final class SelectorResolver {
    /** Far beyond what an action may have; whoever asks sees that it is too many. */
    private static final int ENOUGH = 10_000;

    private final Inventory inventory;

    public SelectorResolver(Inventory inventory) {
        this.inventory = inventory;
    }

    public Resolution resolve(Selector selector, String hostId, String targetType) {
        return resolve(selector, hostId, targetType, false);
    }

    /**
     * @param stale the inventory is known but old: literal ids that it lacks are kept, unverified
     */
    public Resolution resolve(Selector selector, String hostId, String targetType, boolean stale) {
        boolean read =
                targetType.equals("host") || inventory.readAt(hostId, targetType).isPresent();
        return new Search(hostId, targetType, inventory.targets(hostId, targetType), read, stale)
                .run(selector);
    }

    /** One resolution under way. */
    private static final class Search {
        private final String hostId;
        private final String type;
        private final List<Target> known;
        private final boolean trusted;
        private final Map<String, Target> found = new LinkedHashMap<>();
        private Map<Target, PortId> ports;
        private final Set<String> unverified = new LinkedHashSet<>();
        private final Set<String> missing = new LinkedHashSet<>();
        private final Set<Resolution.Note> notes = new LinkedHashSet<>();

        Search(String hostId, String type, List<Target> known, boolean read, boolean stale) {
            this.hostId = hostId;
            this.type = type;
            this.known = known;
            this.trusted = read && !stale;
            if (!trusted) {
                note("stale_inventory", "The targets of '" + hostId + "' were not read lately");
            }
        }

        Resolution run(Selector selector) {
            try {
                collect(selector);
                filter(selector);
            } catch (BadSelector e) {
                note("bad_selector", e.getMessage());
            }
            if (found.isEmpty() && (trusted || missing.isEmpty())) {
                note("empty_selection", "The selector finds no " + type + " on '" + hostId + "'");
            }
            unverified.retainAll(found.keySet());
            return new Resolution(
                    List.copyOf(found.values()),
                    unverified,
                    List.copyOf(missing),
                    new ArrayList<>(notes));
        }

        private void collect(Selector selector) throws BadSelector {
            boolean listed = !selector.externalIds().isEmpty() || !selector.names().isEmpty();
            boolean filtered =
                    !selector.labels().isEmpty()
                            || !selector.attrs().isEmpty()
                            || selector.query() != null;
            boolean host = type.equals("host") && !selector.given();
            if (!listed && (filtered || selector.all() || host)) {
                known.forEach(this::add);
            }
            for (String written : selector.externalIds()) {
                SelectorItem item = SelectorGrammar.item(written);
                if (item instanceof SelectorItem.Range range) {
                    range(range);
                } else {
                    literal((SelectorItem.Literal) item);
                }
            }
            selector.names().forEach(name -> literal(new SelectorItem.Literal(name, true)));
            if (!selector.names().isEmpty() && !selector.labels().isEmpty()) {
                note("selector_narrowed", "Labels narrow the names down");
            }
        }

        private void filter(Selector selector) throws BadSelector {
            Predicate<Target> wanted = target -> true;
            for (Map.Entry<String, List<String>> label : selector.labels().entrySet()) {
                wanted = wanted.and(t -> holds(label, t.labels().get(label.getKey())));
            }
            for (Map.Entry<String, List<String>> attr : selector.attrs().entrySet()) {
                wanted =
                        wanted.and(
                                t -> holds(attr, TargetQuery.attribute(t.attrs(), attr.getKey())));
            }
            if (selector.query() != null) {
                wanted = wanted.and(TargetQuery.parse(selector.query()));
            }
            found.values().removeIf(wanted.negate());
        }

        private static boolean holds(Map.Entry<String, List<String>> wanted, String found) {
            return found != null && wanted.getValue().contains(found);
        }

        private void range(SelectorItem.Range range) {
            Target exact = first(target -> isNamed(target, range.written()));
            if (exact != null) {
                note("literal_over_range", "'" + range.written() + "' is taken as the name it is");
                add(exact);
                return;
            }
            List<Target> inside = new ArrayList<>();
            ports().forEach(
                            (target, port) -> {
                                if (range.holds(port)) {
                                    inside.add(target);
                                }
                            });
            if (!trusted) {
                unverifiedRange(range);
            } else if (range.from().isNumber()) {
                long gone = range.to().number() - range.from().number() + 1 - inside.size();
                if (gone > 0) {
                    note("ids_missing", gone + " of '" + range.written() + "' do not exist");
                    missing(range, inside);
                }
            }
            inside.forEach(this::add);
        }

        private void missing(SelectorItem.Range range, List<Target> inside) {
            Set<Long> there = new HashSet<>();
            inside.forEach(target -> there.add(ports().get(target).number()));
            LongStream.rangeClosed(range.from().number(), range.to().number())
                    .filter(number -> !there.contains(number))
                    .forEach(number -> missing.add(type + ":" + number));
        }

        private Map<Target, PortId> ports() {
            if (ports == null) {
                ports = new LinkedHashMap<>();
                known.forEach(
                        target ->
                                PortId.parse(target.externalId())
                                        .ifPresent(port -> ports.put(target, port)));
            }
            return ports;
        }

        private void unverifiedRange(SelectorItem.Range range) {
            if (!range.from().sameSlot(range.to())) {
                note(
                        "needs_inventory",
                        "'"
                                + range.written()
                                + "' runs over slots: it needs the ports of the device");
                return;
            }
            long last =
                    Math.min(range.to().number(), range.from().number() + ENOUGH - found.size());
            for (long n = range.from().number(); n <= last; n++) {
                keep(range.from().withNumber(n).text());
            }
        }

        private void literal(SelectorItem.Literal literal) {
            String text = literal.text();
            String id = TargetTypes.id(List.of(type), text);
            Target target = first(t -> t.id().equals(text) || t.id().equals(id));
            target = target == null ? first(t -> isId(t, text)) : target;
            if (target != null) {
                add(target);
                return;
            }
            List<Target> named = known.stream().filter(t -> text.equals(t.name())).toList();
            if (named.isEmpty()) {
                named = known.stream().filter(t -> text.equalsIgnoreCase(t.name())).toList();
            }
            if (named.size() == 1) {
                add(named.get(0));
            } else if (named.size() > 1) {
                note(
                        "ambiguous_name",
                        "'" + text + "' is the name of " + named.size() + " targets");
            } else {
                missing(literal);
            }
        }

        /** An id can be right although no inventory confirms it; a name says nothing then. */
        private void missing(SelectorItem.Literal literal) {
            String text = literal.text();
            String id = TargetTypes.id(List.of(type), text);
            boolean canonical = id.startsWith(type + ":");
            if (!trusted && canonical) {
                keep(id.substring(type.length() + 1));
            } else if (!trusted && PortId.parse(text).isPresent()) {
                keep(text);
            } else {
                missing.add(text);
                notFound(text);
            }
        }

        /** Nobody knows what a host has that was not read. */
        private void notFound(String text) {
            if (trusted) {
                note("target_not_found", "No " + type + " '" + text + "' on '" + hostId + "'");
            } else {
                note(
                        "target_unknown",
                        "Whether '"
                                + hostId
                                + "' has a "
                                + type
                                + " '"
                                + text
                                + "' is unknown: its targets could not be read");
            }
        }

        private static boolean isId(Target target, String text) {
            return target.externalId().equals(text)
                    || (target.type().contains("port")
                            && target.externalId().equalsIgnoreCase(text));
        }

        private static boolean isNamed(Target target, String text) {
            return target.id().equals(text)
                    || target.externalId().equals(text)
                    || text.equals(target.name());
        }

        private Target first(Predicate<Target> wanted) {
            return known.stream().filter(wanted).findFirst().orElse(null);
        }

        private void add(Target target) {
            if (found.putIfAbsent(target.id(), target) != null) {
                note("duplicate_target", "'" + target.id() + "' is selected more than once");
            }
            unverified.remove(target.id());
        }

        private void keep(String externalId) {
            Target target =
                    new Target(
                            hostId,
                            type,
                            externalId,
                            externalId,
                            "unknown",
                            Map.of(),
                            Map.of(),
                            false,
                            false,
                            false);
            if (found.putIfAbsent(target.id(), target) == null) {
                unverified.add(target.id());
            }
        }

        private void note(String code, String message) {
            notes.add(new Resolution.Note(code, message));
        }
    }
}
