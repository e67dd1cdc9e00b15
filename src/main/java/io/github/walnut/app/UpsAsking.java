package io.github.walnut.app;

import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.component.nut.NutConstants;
import io.github.walnut.component.nut.NutErrorClass;
import io.github.walnut.component.nut.NutException;
import io.github.walnut.ups.UpsId;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** Asks about a UPS, or tells it something, by the route that leads to its server. */
final class UpsAsking {

    private final CamelContext camel;
    private final ProducerTemplate producer;

    UpsAsking(CamelContext camel) {
        this.camel = camel;
        this.producer = camel.createProducerTemplate();
    }

    /**
     * @throws Problem when the server refuses, does not answer or is not watched
     */
    Message ask(String upsId, Map<String, Object> question) {
        UpsId ups = UpsId.parse(upsId);
        String route = "direct:" + Pollers.asking(ups.server());
        if (camel.hasEndpoint(route) == null) {
            throw new Problem(
                    ProblemCode.TARGET_FAILED,
                    "The NUT server " + ups.server() + " is not watched");
        }
        Exchange exchange =
                producer.request(
                        route,
                        sent -> {
                            question.forEach(sent.getMessage()::setHeader);
                            sent.getMessage().setHeader(NutConstants.UPS, ups.name());
                        });
        if (exchange.getException() != null) {
            throw refused(exchange.getException());
        }
        return exchange.getMessage();
    }

    private static RuntimeException refused(Exception cause) {
        if (cause instanceof IllegalArgumentException wrong) {
            return new Problem(ProblemCode.INVALID_REQUEST, wrong.getMessage());
        }
        if (!(cause instanceof NutException)) {
            return new IllegalStateException("the NUT server could not be asked: " + cause, cause);
        }
        NutException nut = (NutException) cause;
        ProblemCode code =
                nut.error().word().equals("TIMEOUT")
                        ? ProblemCode.TARGET_TIMEOUT
                        : nut.error().errorClass() == NutErrorClass.CONFIG
                                ? ProblemCode.INVALID_REQUEST
                                : ProblemCode.TARGET_FAILED;
        return new Problem(code, nut.getMessage());
    }
}
