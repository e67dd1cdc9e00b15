package io.github.walnut.store;

import io.github.walnut.inventory.Topology.Link;
import io.github.walnut.inventory.Topology.LinkKind;
import io.github.walnut.inventory.Topology.Node;
import io.github.walnut.inventory.Topology.NodeKind;
import java.util.List;

/** The graph of the topology; what feeds a host is with the host. */
public final class TopologyRepository {

    private final Database database;

    public TopologyRepository(Database database) {
        this.database = database;
    }

    /** By id. */
    public List<Node> nodes() {
        return database.reader()
                .sql("SELECT * FROM topology_nodes ORDER BY id")
                .query(
                        Row.to(
                                row ->
                                        new Node(
                                                row.text("id"),
                                                row.word("kind", NodeKind.class),
                                                row.text("ref"),
                                                row.text("name"))))
                .list();
    }

    /** By their ends. */
    public List<Link> links() {
        return database.reader()
                .sql("SELECT * FROM topology_links ORDER BY from_id, to_id, kind")
                .query(
                        Row.to(
                                row ->
                                        new Link(
                                                row.text("from_id"),
                                                row.text("to_id"),
                                                row.word("kind", LinkKind.class))))
                .list();
    }

    /** Puts the graph in the place of the one before. */
    public void replace(List<Node> nodes, List<Link> links) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    tx.sql("DELETE FROM topology_nodes").update();
                    for (Node node : nodes) {
                        new Columns()
                                .set("id", node.id())
                                .set("kind", node.kind())
                                .set("ref", node.ref())
                                .set("name", node.name())
                                .insert(tx, "topology_nodes");
                    }
                    for (Link link : links) {
                        new Columns()
                                .set("from_id", link.from())
                                .set("to_id", link.to())
                                .set("kind", link.kind())
                                .insert(tx, "topology_links");
                    }
                    return null;
                });
    }
}
