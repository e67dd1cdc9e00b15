package io.github.walnut.policy;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Topology;
import io.github.walnut.inventory.Topology.Link;
import io.github.walnut.inventory.Topology.LinkKind;
import io.github.walnut.inventory.Topology.Node;
import io.github.walnut.ups.Severity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is wrong with a topology, and what it tells about policies. */
public final class TopologyCheck {

    private static final String PHASE = "topology";

    private final Inventory inventory;
    private final Collection<String> upsIds;

    /**
     * @param upsIds of every UPS that is known
     */
    public TopologyCheck(Inventory inventory, Collection<String> upsIds) {
        this.inventory = inventory;
        this.upsIds = upsIds;
    }

    /** Why it cannot be stored; empty when it can. Pointers lead into its document. */
    public List<Finding> refusals(Topology topology) {
        List<Finding> findings = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < topology.nodes().size(); i++) {
            Node node = topology.nodes().get(i);
            String at = "/nodes/" + i;
            if (!ids.add(node.id())) {
                error(findings, at + "/id", "duplicate", "There are two nodes '" + node.id() + "'");
            }
            if (!known(node)) {
                error(findings, at + "/ref", "unknown_ref", "There is no " + what(node));
            }
        }
        links(topology, ids, findings);
        feeds(topology.feeds(), findings);
        return findings;
    }

    private void links(Topology topology, Set<String> ids, List<Finding> findings) {
        Set<Link> seen = new HashSet<>();
        for (int i = 0; i < topology.links().size(); i++) {
            Link link = topology.links().get(i);
            String at = "/links/" + i;
            if (!ids.contains(link.from())) {
                error(findings, at + "/from", "unknown_ref", "No node '" + link.from() + "'");
            }
            if (!ids.contains(link.to())) {
                error(findings, at + "/to", "unknown_ref", "No node '" + link.to() + "'");
            }
            if (!seen.add(link)) {
                error(findings, at, "duplicate", "The link is there twice");
            }
            if (link.kind() != LinkKind.NETWORK
                    && reaches(topology, link.kind(), link.to(), link.from())) {
                error(
                        findings,
                        at,
                        "cycle",
                        "'" + link.to() + "' " + words(link.kind()) + " itself in the end");
            }
        }
    }

    private static String words(LinkKind kind) {
        return kind == LinkKind.POWER ? "feeds" : "carries";
    }

    private void feeds(Map<String, Feeds> feeds, List<Finding> findings) {
        new TreeMap<>(feeds)
                .forEach(
                        (host, fed) -> {
                            if (inventory.host(host).isEmpty()) {
                                error(findings, "/feeds", "unknown_ref", "No host '" + host + "'");
                            }
                            fed.sources().stream()
                                    .filter(source -> !knownUps(source))
                                    .forEach(
                                            source ->
                                                    error(
                                                            findings,
                                                            "/feeds",
                                                            "unknown_ref",
                                                            "No UPS '" + source + "' for " + host));
                        });
    }

    private static boolean reaches(Topology topology, LinkKind kind, String from, String to) {
        return downstream(topology, kind, from).contains(to);
    }

    /** The node and whatever hangs on it. */
    private static Set<String> downstream(Topology topology, LinkKind kind, String from) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (reached.add(next)) {
                topology.links().stream()
                        .filter(link -> link.kind() == kind && link.from().equals(next))
                        .forEach(link -> open.push(link.to()));
            }
        }
        return reached;
    }

    private boolean known(Node node) {
        if (node.ref() == null) {
            return switch (node.kind()) {
                case UPS, HOST, TARGET -> false;
                default -> true;
            };
        }
        return switch (node.kind()) {
            case UPS -> knownUps(node.ref());
            case HOST -> inventory.host(node.ref()).isPresent();
            case TARGET -> knownTarget(node.ref());
            default -> inventory.host(node.ref()).isPresent() || knownTarget(node.ref());
        };
    }

    private boolean knownUps(String name) {
        return upsIds.stream().anyMatch(id -> Trigger.UpsScope.matches(name, id));
    }

    private boolean knownTarget(String ref) {
        int slash = ref.indexOf('/');
        int colon = ref.indexOf(':', slash);
        return slash > 0
                && colon > slash
                && inventory
                        .targets(ref.substring(0, slash), ref.substring(slash + 1, colon))
                        .stream()
                        .anyMatch(target -> target.id().equals(ref.substring(slash + 1)));
    }

    private static String what(Node node) {
        return node.kind().word() + " '" + node.ref() + "'";
    }

    /**
     * What people should know about a stored one.
     *
     * @param policies all that are stored
     */
    public List<Finding> findings(Topology topology, List<StoredPolicy> policies) {
        List<Finding> findings = new ArrayList<>();
        for (Finding gone : refusals(topology)) {
            findings.add(
                    new Finding(
                            Severity.WARN,
                            PHASE,
                            gone.pointer(),
                            gone.code(),
                            gone.message(),
                            null));
        }
        inventory.hosts().stream()
                .filter(host -> host.enabled() && host.feeds() == null)
                .forEach(
                        host ->
                                findings.add(
                                        new Finding(
                                                Severity.WARN,
                                                PHASE,
                                                "/feeds",
                                                "host_without_feed",
                                                "Nobody declared what feeds host '"
                                                        + host.id()
                                                        + "'",
                                                "Name its UPSs under feeds")));
        inventory.hosts().stream()
                .filter(host -> Boolean.TRUE.equals(host.config().get("insecure")))
                .forEach(host -> findings.add(insecure(host.id())));
        policies.stream()
                .filter(policy -> policy.enabled() && policy.policy() != null)
                .forEach(policy -> lostPaths(topology, policy.policy(), findings));
        return findings;
    }

    private static Finding insecure(String hostId) {
        return new Finding(
                Severity.WARN,
                PHASE,
                "/hosts/" + hostId,
                "host_insecure",
                "Host '" + hostId + "' may be reached by weak means that its field insecure allows",
                "Use an encrypted connection and take insecure away");
    }

    /** Gear that is switched off before what is reached through it. */
    private void lostPaths(Topology topology, Policy policy, List<Finding> findings) {
        List<Policy.Action> actions =
                policy.actions().stream().filter(Policy.Action::enabled).toList();
        for (Policy.Action off : actions) {
            for (Node gear : nodesOf(topology, off)) {
                Set<String> behind = downstream(topology, LinkKind.NETWORK, gear.id());
                actions.stream()
                        .filter(later -> later.stage() > off.stage())
                        .filter(later -> !later.hostId().equals(off.hostId()))
                        .map(later -> lost(topology, policy, off, later, behind))
                        .flatMap(Optional::stream)
                        .forEach(findings::add);
            }
        }
    }

    private List<Node> nodesOf(Topology topology, Policy.Action action) {
        boolean whole =
                action.targetType().equals("host") && disruptive(action).orElse(Boolean.FALSE);
        return topology.nodes().stream()
                .filter(node -> whole && action.hostId().equals(node.ref()))
                .toList();
    }

    private Optional<Boolean> disruptive(Policy.Action action) {
        return inventory.capabilities(action.hostId()).stream()
                .filter(offer -> offer.id().equals(action.capability()))
                .map(offer -> offer.verbs().get(action.verb()))
                .filter(Objects::nonNull)
                .map(verb -> verb.disruptive())
                .findFirst();
    }

    private Optional<Finding> lost(
            Topology topology,
            Policy policy,
            Policy.Action off,
            Policy.Action later,
            Set<String> behind) {
        Optional<Host> host = inventory.host(later.hostId());
        boolean through =
                topology.nodes().stream()
                        .anyMatch(
                                node ->
                                        host.isPresent()
                                                && host.get().id().equals(node.ref())
                                                && behind.contains(node.id()));
        return through
                ? Optional.of(
                        new Finding(
                                Severity.ERROR,
                                PHASE,
                                "/links",
                                "path_lost",
                                "Policy '"
                                        + policy.name()
                                        + "' switches '"
                                        + off.hostId()
                                        + "' off before '"
                                        + later.hostId()
                                        + "', which is reached through it",
                                "Put it into a later stage"))
                : Optional.empty();
    }

    private static void error(List<Finding> findings, String pointer, String code, String message) {
        findings.add(new Finding(Severity.ERROR, PHASE, pointer, code, message, null));
    }
}
