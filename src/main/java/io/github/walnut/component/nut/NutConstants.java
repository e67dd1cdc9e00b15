package io.github.walnut.component.nut;

import org.apache.camel.spi.Metadata;

/** Headers of the {@code nut} component. */
public final class NutConstants {

    @Metadata(
            description =
                    "The name of the UPS; a producer that stands for all UPSs takes it from here",
            javaType = "String")
    public static final String UPS = "CamelNutUps";

    @Metadata(label = "consumer", description = "Host of the server", javaType = "String")
    public static final String HOST = "CamelNutHost";

    @Metadata(label = "consumer", description = "Port of the server", javaType = "Integer")
    public static final String PORT = "CamelNutPort";

    @Metadata(
            label = "consumer",
            description = "FULL: all variables were asked; FAST: those of the fast set",
            javaType = "String")
    public static final String POLL = "CamelNutPoll";

    @Metadata(label = "consumer", description = "The value of ups.status", javaType = "String")
    public static final String STATUS = "CamelNutStatus";

    @Metadata(
            label = "consumer",
            description = "When the answer was complete, in milliseconds since 1970 UTC",
            javaType = "Long")
    public static final String TIME = "CamelNutTime";

    @Metadata(
            label = "consumer",
            description =
                    "When the first of the poll was asked, in milliseconds of the monotonic clock",
            javaType = "Long")
    public static final String ASKED = "CamelNutAsked";

    @Metadata(
            label = "consumer",
            description = "The value of ups.status in the exchange before (deliver=changes)",
            javaType = "String")
    public static final String PREVIOUS_STATUS = "CamelNutPreviousStatus";

    @Metadata(
            label = "consumer",
            description = "The flags of ups.status that came (deliver=changes)",
            javaType = "java.util.List<String>")
    public static final String ADDED = "CamelNutAdded";

    @Metadata(
            label = "consumer",
            description = "The flags of ups.status that went (deliver=changes)",
            javaType = "java.util.List<String>")
    public static final String CLEARED = "CamelNutCleared";

    @Metadata(
            label = "consumer",
            description = "False when the poll failed and the body is an empty map",
            javaType = "Boolean")
    public static final String REACHABLE = "CamelNutReachable";

    @Metadata(
            label = "consumer",
            description =
                    "Why the poll failed: the word of the server, or TRANSPORT, TIMEOUT, TLS, PROTOCOL, WAIT",
            javaType = "String")
    public static final String ERROR = "CamelNutError";

    @Metadata(
            label = "consumer",
            description =
                    "The class of the error: transport, security, driver, device, config, refused, protocol",
            javaType = "String")
    public static final String ERROR_CLASS = "CamelNutErrorClass";

    @Metadata(
            label = "consumer",
            description =
                    "The cause of the error in one word: tcp, tls, auth, driver, stale, config, protocol",
            javaType = "String")
    public static final String CAUSE = "CamelNutCause";

    @Metadata(
            label = "producer",
            description = "The operation: list, get, set, instcmd, fsd, hold or release",
            javaType = "String")
    public static final String OPERATION = "CamelNutOperation";

    @Metadata(label = "producer", description = "Name of a variable", javaType = "String")
    public static final String VARIABLE = "CamelNutVariable";

    @Metadata(label = "producer", description = "The value to set", javaType = "String")
    public static final String VALUE = "CamelNutValue";

    @Metadata(label = "producer", description = "Name of an instant command", javaType = "String")
    public static final String COMMAND = "CamelNutCommand";

    @Metadata(
            label = "producer",
            description = "Parameter of an instant command, without blanks",
            javaType = "String")
    public static final String PARAMETER = "CamelNutParameter";

    @Metadata(label = "producer", description = "What to list or get", javaType = "String")
    public static final String WHAT = "CamelNutWhat";

    @Metadata(
            label = "producer",
            description = "The id under which the server tracked a set or an instcmd",
            javaType = "String")
    public static final String TRACKING_ID = "CamelNutTrackingId";

    @Metadata(
            label = "producer",
            description = "The value that a variable had before it was set, where the server tells",
            javaType = "String")
    public static final String OLD_VALUE = "CamelNutOldValue";

    private NutConstants() {}
}
