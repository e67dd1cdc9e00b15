package io.github.walnut.component.nut;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel application that sends to a {@code nut:} producer. */
final class Asked implements AutoCloseable {

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    private Asked(Object... beans) throws Exception {
        for (int i = 0; i < beans.length; i += 2) {
            camel.getRegistry().bind((String) beans[i], beans[i + 1]);
        }
        camel.start();
        template = camel.createProducerTemplate();
    }

    static Asked with(Object... beans) throws Exception {
        return new Asked(beans);
    }

    CamelContext camel() {
        return camel;
    }

    Exchange send(String uri, Map<String, Object> headers) {
        return template.request(
                uri, exchange -> exchange.getIn().setHeaders(new java.util.HashMap<>(headers)));
    }

    Exchange send(String uri) {
        return send(uri, Map.of());
    }

    Object body(String uri) {
        return bodyOf(send(uri));
    }

    static Object bodyOf(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError("the exchange failed", exchange.getException());
        }
        return exchange.getMessage().getBody();
    }

    NutError error(String uri) {
        return errorOf(send(uri));
    }

    static NutError errorOf(Exchange exchange) {
        return exchange.getException(NutException.class).error();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
