package io.github.walnut.policy;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Topology;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsId;
import io.github.walnut.ups.UpsNames;
import io.github.walnut.ups.UpsNames.Meaning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Resolves the UPSs that feeds and the topology name. As in policies, a bare name means one UPS,
 * and its id is stored, so that a NUT server added later changes nothing.
 */
public final class UpsReferences {

    private final Collection<String> upsIds;
    private final UpsNames names;

    /**
     * @param upsIds of every UPS that is known
     */
    public UpsReferences(Collection<String> upsIds) {
        this.upsIds = upsIds;
        this.names =
                new UpsNames(
                        upsIds.stream()
                                .filter(id -> !UpsMeanings.bare(id))
                                .map(UpsId::parse)
                                .toList());
    }

    /** The id of the UPS; the reference as it is when it means none or several. */
    private String id(String reference) {
        return names.find(reference) instanceof Meaning.One one ? one.id().toString() : reference;
    }

    /** With an id for each bare name that means one UPS; null for null. */
    public Feeds resolved(Feeds feeds) {
        return feeds == null
                ? null
                : new Feeds(feeds.sources().stream().map(this::id).toList(), feeds.need());
    }

    /** With an id for each bare name that means one UPS. */
    public Topology resolved(Topology topology) {
        Map<String, Feeds> feeds = new LinkedHashMap<>();
        topology.feeds().forEach((host, fed) -> feeds.put(host, resolved(fed)));
        return new Topology(
                topology.version(),
                topology.nodes().stream().map(this::resolved).toList(),
                topology.links(),
                feeds);
    }

    private Topology.Node resolved(Topology.Node node) {
        return node.kind() != Topology.NodeKind.UPS || node.ref() == null
                ? node
                : new Topology.Node(node.id(), node.kind(), id(node.ref()), node.name());
    }

    /** Why the reference means no single known UPS; empty when it does. */
    Optional<Finding> problem(String phase, String reference, String pointer) {
        Meaning meaning = names.find(reference);
        if (meaning instanceof Meaning.One) {
            return Optional.empty();
        }
        if (meaning instanceof Meaning.Ambiguous several) {
            List<String> ids = several.candidates().stream().map(UpsId::toString).sorted().toList();
            return Optional.of(
                    new Finding(
                            Severity.ERROR,
                            phase,
                            pointer,
                            "ambiguous_ups",
                            "'" + reference + "' may be " + String.join(" or ", ids),
                            "Write the id"));
        }
        return Optional.of(
                new Finding(
                        Severity.ERROR,
                        phase,
                        pointer,
                        "unknown_ups",
                        "Unknown UPS '" + reference + "'",
                        Nearest.hint(reference, upsIds)));
    }

    /**
     * What is wrong with the sources of a host: references to no known UPS or several, and twins.
     */
    List<Finding> problems(
            String phase, Feeds feeds, String pointer, Predicate<String> mustBeKnown) {
        List<Finding> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String source : feeds.sources()) {
            if (mustBeKnown.test(source)) {
                problem(phase, source, pointer).ifPresent(problems::add);
            }
            if (!seen.add(id(source).toLowerCase(Locale.ROOT))) {
                problems.add(
                        new Finding(
                                Severity.ERROR,
                                phase,
                                pointer,
                                "duplicate",
                                "'" + source + "' names a source that is in the list already",
                                "Name each UPS once"));
            }
        }
        return problems;
    }

    /**
     * Why the feeds of a host cannot be stored. An id may be that of a UPS that is not known yet; a
     * bare name must mean a known one.
     */
    public List<Finding> refusals(Feeds feeds) {
        return problems("schema", feeds, "/feeds", UpsMeanings::bare);
    }
}
