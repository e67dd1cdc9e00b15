package io.github.walnut.integration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CamelContexts in which kamelets of drivers run, and nothing else: one for the types of the
 * program, and one for each type that was uploaded, so that it can go without a trace. They know no
 * component but theirs and resolve no placeholder, so that what a package says stays inside it
 * (INT-2).
 */
public final class DriverContext implements AutoCloseable {

    /** Name of the bean that says, as a text, who sends messages. */
    public static final String SOURCE = "source";

    private static final Logger LOG = LoggerFactory.getLogger(DriverContext.class);
    private static final Set<String> SCHEMES = Set.of("kamelet", "device", "helper");

    /** Simple for the constant lines of logs alone: the guard lets no text of simple in. */
    private static final Set<String> LANGUAGES = Set.of("constant", "variable", "jq", "simple");

    private final Map<String, Object> beans;
    private final DefaultCamelContext camel;
    private final Map<String, Producer> producers = new ConcurrentHashMap<>();
    private final Map<String, Apart> apart = new ConcurrentHashMap<>();

    /** A type in a context of its own. */
    private record Apart(DefaultCamelContext camel, Map<String, Producer> producers) {
        void close() {
            producers.values().forEach(ServiceHelper::stopService);
            camel.stop();
        }
    }

    private DriverContext(DefaultCamelContext camel, Map<String, Object> beans) {
        this.camel = camel;
        this.beans = Map.copyOf(beans);
    }

    /**
     * Loads every usable type of the program and resolves one endpoint for each kamelet.
     *
     * @param beans what the transports look up in the registry, by name
     */
    public static DriverContext start(TypeRegistry types, Map<String, Object> beans)
            throws Exception {
        DriverContext context = new DriverContext(started("walnut-drivers", beans), beans);
        for (IntegrationType type : types.usable(true)) {
            context.producers.putAll(load(context.camel, type));
        }
        return context;
    }

    private static DefaultCamelContext started(String name, Map<String, Object> beans) {
        DefaultCamelContext camel = ClosedContext.of(name, SCHEMES);
        ClosedContext.restrict(camel, LANGUAGES, Set.of());
        beans.forEach((bean, value) -> camel.getRegistry().bind(bean, value));
        camel.addComponent("helper", new HelperComponent());
        camel.addComponent("kamelet", kamelets());
        camel.start();
        return camel;
    }

    /**
     * Puts a type in force, in place of what had its id; calls that are under way end as they
     * began.
     *
     * @throws Exception when Camel does not take it; nothing has changed then
     */
    void install(IntegrationType type) throws Exception {
        DefaultCamelContext own = started("walnut-drivers-" + type.id(), beans);
        Apart now;
        try {
            now = new Apart(own, load(own, type));
        } catch (Exception e) {
            own.stop();
            throw e;
        }
        Apart before = apart.put(type.id(), now);
        producers.putAll(now.producers());
        if (before != null) {
            before.producers().keySet().stream()
                    .filter(name -> !now.producers().containsKey(name))
                    .forEach(producers::remove);
            later(before);
        }
    }

    /** Takes an uploaded type out; without one nothing happens. */
    void uninstall(String typeId) {
        Apart gone = apart.remove(typeId);
        if (gone != null) {
            gone.producers().keySet().forEach(producers::remove);
            later(gone);
        }
    }

    /** Waits for calls that are under way, on nobody's time. */
    private static void later(Apart gone) {
        Thread end = new Thread(gone::close, "driver-end");
        end.setDaemon(true);
        end.setUncaughtExceptionHandler(
                (thread, e) -> LOG.warn("{} did not stop", gone.camel().getName(), e));
        end.start();
    }

    public CamelContext camel() {
        return camel;
    }

    /** Sends an exchange through a kamelet of a type, on the caller's thread. */
    void process(String kamelet, Exchange exchange) throws Exception {
        producer(kamelet).process(exchange);
    }

    Exchange exchange(String kamelet) {
        return producer(kamelet).getEndpoint().createExchange();
    }

    private Producer producer(String kamelet) {
        Producer producer = producers.get(kamelet);
        if (producer == null) {
            throw new IllegalStateException("the kamelet " + kamelet + " is no longer installed");
        }
        return producer;
    }

    private static Map<String, Producer> load(DefaultCamelContext camel, IntegrationType type)
            throws Exception {
        for (Map.Entry<String, String> kamelet : type.kamelets().entrySet()) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(
                            ResourceHelper.fromString(
                                    kamelet.getKey() + ".kamelet.yaml", kamelet.getValue()));
        }
        Map<String, Producer> loaded = new LinkedHashMap<>();
        for (String name : type.kamelets().keySet()) {
            Endpoint endpoint = camel.getEndpoint("kamelet:" + name);
            Producer producer = endpoint.createProducer();
            ServiceHelper.startService(producer);
            loaded.put(name, producer);
        }
        return loaded;
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
        apart.values().forEach(each -> each.camel().stop());
        camel.stop();
    }
}
