package io.github.walnut.app;

import io.github.walnut.api.BrokerTopics.NoBrokerException;
import io.github.walnut.api.BrokerTopics.RefusedException;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttOutbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every topic that was ever retained away, by a connection of its own. */
final class MqttPurge {

    private static final Logger LOG = LoggerFactory.getLogger(MqttPurge.class);

    private final MqttSettings login;
    private final Peers peers;
    private final MqttTopics topics;
    private final MqttOutbox outbox;

    MqttPurge(MqttSettings login, Peers peers, MqttTopics topics, MqttOutbox outbox) {
        this.login = login;
        this.peers = peers;
        this.topics = topics;
        this.outbox = outbox;
    }

    int run() throws RefusedException {
        if (!login.reachable()) {
            throw new NoBrokerException();
        }
        Set<String> all = new TreeSet<>(topics.all());
        List<String> gone = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try {
            visit(all, gone, refused);
        } catch (MqttException | IllegalArgumentException e) {
            throw new RefusedException(
                    "The broker cannot be told to remove topics: " + BrokerClient.why(e));
        } finally {
            topics.gone(gone);
            outbox.forgetStates();
        }
        if (!refused.isEmpty()) {
            throw new RefusedException(
                    "The broker keeps %d topics, it does not let them be removed: %s"
                            .formatted(refused.size(), refused.get(0)));
        }
        return gone.size();
    }

    private void visit(Set<String> all, List<String> gone, List<String> refused)
            throws MqttException {
        MqttSending removing = new MqttSending(login.sending().qos(), true);
        BrokerClient visitor = login.visitor(peers);
        try {
            for (String topic : all) {
                try {
                    visitor.publish(topic, removing.message(new MqttMessage(topic, true, "")));
                    gone.add(topic);
                } catch (BrokerClient.Refusal refusal) {
                    refused.add(topic);
                }
            }
        } finally {
            try {
                visitor.disconnect();
                visitor.close();
            } catch (MqttException e) {
                LOG.debug("the connection for the removal did not end in order", e);
            }
        }
    }
}
