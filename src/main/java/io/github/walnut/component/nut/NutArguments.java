package io.github.walnut.component.nut;

import org.apache.camel.Message;

/**
 * The arguments of one producer call; a header wins over its option. Each is checked by its type
 * when asked for.
 */
final class NutArguments {

    private final NutEndpoint endpoint;
    private final NutConfiguration options;
    private final Message message;

    NutArguments(NutEndpoint endpoint, Message message) {
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
        this.message = message;
    }

    NutOperation operation() {
        return NutOperation.parse(header(NutConstants.OPERATION, options.getOperation()));
    }

    /** The UPS of the endpoint, or of the header where the endpoint stands for all. */
    String ups() {
        String ups = endpoint.address().all() ? header(NutConstants.UPS, null) : endpoint.getUps();
        return NutName.require("UPS", ups);
    }

    String variable() {
        return NutName.require("variable", header(NutConstants.VARIABLE, options.getVariable()));
    }

    String command() {
        return NutName.require("command", header(NutConstants.COMMAND, options.getCommand()));
    }

    String value() {
        return NutName.requireText("value", header(NutConstants.VALUE, options.getValue()));
    }

    /** Or null. */
    String parameter() {
        String parameter = header(NutConstants.PARAMETER, options.getParameter());
        if (parameter == null) {
            return null;
        }
        NutName.requireText("parameter", parameter);
        if (parameter.isEmpty() || parameter.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(
                    "parameter '" + parameter + "': expected one word without blanks");
        }
        return parameter;
    }

    /** Or null. */
    String what() {
        return header(NutConstants.WHAT, options.getWhat());
    }

    boolean tracking() {
        return options.isTracking();
    }

    long trackingTimeout() {
        return options.getTrackingTimeout();
    }

    private String header(String name, String option) {
        String value = message.getHeader(name, String.class);
        return value == null ? option : value;
    }
}
