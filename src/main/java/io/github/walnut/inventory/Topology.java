package io.github.walnut.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How things hang together: what feeds, connects and carries what.
 *
 * @param version rises with each change
 * @param feeds by host id; hosts of which nobody declared them are left out
 */
public record Topology(int version, List<Node> nodes, List<Link> links, Map<String, Feeds> feeds) {

    /** What a node stands for. */
    public enum NodeKind {
        UPS,
        PDU,
        OUTLET,
        HOST,
        TARGET,
        SWITCH,
        OTHER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What flows from one node to the other. */
    public enum LinkKind {
        POWER,
        NETWORK,
        RUNS_ON;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param ref id of the UPS, the host, or {@code <host id>/<target id>}; null for what walNUT
     *     does not know
     */
    public record Node(String id, NodeKind kind, String ref, String name) {}

    /**
     * @param from the one that feeds, that is nearer to walNUT, or that carries
     */
    public record Link(String from, String to, LinkKind kind) {}

    public Topology {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
        feeds = Map.copyOf(feeds);
    }
}
