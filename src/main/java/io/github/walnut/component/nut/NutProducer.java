package io.github.walnut.component.nut;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Lists, reads, sets and commands; the body of the answer is a map, a list or a text. */
public class NutProducer extends DefaultProducer {

    private final NutEndpoint endpoint;
    private NutReading reading;
    private NutSetCheck setCheck;
    private NutWriting writing;
    private NutHolding holding;
    private NutTracking tracking;

    NutProducer(NutEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        NutSessions sessions = endpoint.getComponent().sessions();
        NutSessionSettings settings = endpoint.sessionSettings();
        NutLimits limits = endpoint.getConfiguration().limits();
        NutSession shared = sessions.reading(settings);
        NutSession changing = sessions.changing(settings);
        reading = new NutReading(shared, limits);
        setCheck = new NutSetCheck(shared, limits);
        tracking = new NutTracking(changing, limits, endpoint.getComponent().host().clock());
        writing = new NutWriting(changing, limits, tracking);
        holding = new NutHolding(sessions, settings);
    }

    @Override
    protected void doStop() throws Exception {
        tracking.stop();
        endpoint.getComponent().sessions().release(endpoint.sessionSettings());
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        NutArguments arguments = new NutArguments(endpoint, message);
        switch (arguments.operation()) {
            case LIST -> message.setBody(reading.list(arguments));
            case GET -> message.setBody(reading.get(arguments));
            case SET -> set(arguments, message);
            case INSTCMD -> command(arguments, message);
            case FSD -> message.setBody(writing.forcedShutdown(arguments.ups()));
            case HOLD -> message.setBody(holding.hold(arguments.ups()));
            case RELEASE -> message.setBody(holding.release(arguments.ups()));
        }
    }

    private void set(NutArguments arguments, Message message) throws NutException {
        String ups = arguments.ups();
        String variable = arguments.variable();
        String value = arguments.value();
        setCheck.check(ups, variable, value)
                .ifPresent(old -> message.setHeader(NutConstants.OLD_VALUE, old));
        answer(message, writing.set(ups, variable, value, arguments));
    }

    private void command(NutArguments arguments, Message message) throws NutException {
        answer(
                message,
                writing.command(
                        arguments.ups(), arguments.command(), arguments.parameter(), arguments));
    }

    private static void answer(Message message, NutWriting.Outcome outcome) {
        Map<String, Object> body = outcome.body();
        message.setBody(body);
        if (outcome.trackingId() != null) {
            message.setHeader(NutConstants.TRACKING_ID, outcome.trackingId());
        }
    }
}
