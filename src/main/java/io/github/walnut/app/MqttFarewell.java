package io.github.walnut.app;

import io.github.walnut.publish.MqttMessage;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at a clean stop what the broker would say by itself after a crash. */
final class MqttFarewell implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttFarewell.class);
    private static final String HELLO = "mqtt-hello";
    private static final String PUBLISH =
            "seda:mqtt-publish?size=1000&waitForTaskToComplete=Always&timeout=2000";

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final MqttMessage offline;

    /**
     * @param offline what is left at the broker
     */
    MqttFarewell(CamelContext camel, MqttMessage offline) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
        this.offline = offline;
    }

    /** Waits two seconds at most; a broker that is away says it by its last will. */
    @Override
    public void close() throws Exception {
        if (!camel.getStatus().isStarted() || camel.getRoute(HELLO) == null) {
            return;
        }
        camel.getRouteController().stopRoute(HELLO);
        try {
            producer.sendBody(PUBLISH, offline);
        } catch (CamelExecutionException e) {
            LOG.info("The broker was not told of the end: {}", e.getCause().toString());
        }
    }
}
