package io.github.walnut.api;

import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/** Camel's engine, whose requests are carried out in the pools of their operations. */
final class PooledEngine extends VertxPlatformHttpEngine {

    PooledEngine(CamelContext camel) {
        setCamelContext(camel);
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new PooledConsumer(endpoint, processor, getHandlers(), getServerPort());
    }
}
