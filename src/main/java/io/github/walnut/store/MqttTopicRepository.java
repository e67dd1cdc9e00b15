package io.github.walnut.store;

import java.util.Collection;
import java.util.List;

/** The topics that the broker keeps for walNUT, so that they can be taken away again. */
public final class MqttTopicRepository {

    private final Database database;

    public MqttTopicRepository(Database database) {
        this.database = database;
    }

    public List<String> all() {
        return database.reader()
                .sql("SELECT topic FROM mqtt_topics ORDER BY topic")
                .query(String.class)
                .list();
    }

    /** Those that are there already stay. */
    public void keep(Collection<String> topics) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    for (String topic : topics) {
                        new Columns().set("topic", topic).insertIfNew(tx, "mqtt_topics");
                    }
                    return topics.size();
                });
    }

    public void forget(Collection<String> topics) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    for (String topic : topics) {
                        tx.sql("DELETE FROM mqtt_topics WHERE topic = ?").param(topic).update();
                    }
                    return topics.size();
                });
    }
}
