package io.github.walnut.integration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The CamelContext in which kamelets of drivers run, and nothing else. It knows no component but
 * theirs and resolves no placeholder, so that what a package says stays inside it (INT-2).
 */
public final class DriverContext implements AutoCloseable {

    private static final Set<String> SCHEMES = Set.of("kamelet", "device", "helper");
    private final DefaultCamelContext camel;
    private final Map<String, Producer> producers = new LinkedHashMap<>();

    private DriverContext(DefaultCamelContext camel) {
        this.camel = camel;
    }

    /**
     * Loads every usable type and resolves one endpoint for each kamelet.
     *
     * @param beans what the transports look up in the registry, by name
     */
    public static DriverContext start(TypeRegistry types, Map<String, Object> beans)
            throws Exception {
        DefaultCamelContext camel = ClosedContext.of("walnut-drivers", SCHEMES);
        beans.forEach((name, bean) -> camel.getRegistry().bind(name, bean));
        camel.addComponent("helper", new HelperComponent());
        camel.addComponent("kamelet", kamelets());
        camel.start();
        DriverContext context = new DriverContext(camel);
        for (IntegrationType type : types.usable()) {
            context.load(type);
        }
        return context;
    }

    public CamelContext camel() {
        return camel;
    }

    /** Sends an exchange through a kamelet of a type, on the caller's thread. */
    void process(String kamelet, Exchange exchange) throws Exception {
        producers.get(kamelet).process(exchange);
    }

    Exchange exchange(String kamelet) {
        return producers.get(kamelet).getEndpoint().createExchange();
    }

    private void load(IntegrationType type) throws Exception {
        for (Map.Entry<String, String> kamelet : type.kamelets().entrySet()) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(
                            ResourceHelper.fromString(
                                    kamelet.getKey() + ".kamelet.yaml", kamelet.getValue()));
        }
        for (String name : type.kamelets().keySet()) {
            Endpoint endpoint = camel.getEndpoint("kamelet:" + name);
            Producer producer = endpoint.createProducer();
            ServiceHelper.startService(producer);
            producers.put(name, producer);
        }
    }

    private static KameletComponent kamelets() {
        KameletComponent component = new KameletComponent();
        component.setNoErrorHandler(true);
        component.setLocation("classpath:no-kamelets-but-those-loaded");
        return component;
    }

    @Override
    public void close() {
        producers.values().forEach(ServiceHelper::stopService);
        camel.stop();
    }
}
