package io.github.walnut.component.nut;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The options of an endpoint. Durations are milliseconds. */
@UriParams
public class NutConfiguration implements Cloneable {

    @UriParam(
            label = "consumer",
            defaultValue = "5000",
            javaType = "java.time.Duration",
            description = "Interval of full polls, from 500 ms to one hour")
    private long delay = 5000;

    @UriParam(
            label = "consumer",
            defaultValue = "1000",
            javaType = "java.time.Duration",
            description =
                    "Interval of fast polls while a UPS is alert: on battery, in trouble or silent; 0 for none")
    private long fastDelay = 1000;

    @UriParam(
            label = "consumer",
            defaultValue = "every",
            enums = "every,changes",
            description =
                    "every: an exchange for each UPS and poll; changes: only when the flags of ups.status or the"
                            + " reachability of a UPS change")
    private String deliver = "every";

    @UriParam(
            label = "security",
            secret = true,
            description = "User name for the server; both or none")
    private String username;

    @UriParam(
            label = "security",
            secret = true,
            description = "Password for the server; both or none")
    private String password;

    @UriParam(
            label = "security",
            defaultValue = "auto",
            enums = "off,auto,required",
            description =
                    "off: never TLS; auto: TLS where the server offers it, and always once it has worked;"
                            + " required: TLS or no connection")
    private String tls = "auto";

    @UriParam(
            label = "security",
            defaultValue = "first-use",
            enums = "first-use,ca,pin,none",
            description =
                    "first-use: the first certificate is kept and no other believed; ca: authorities and host name;"
                            + " pin: the certificate of tlsPin; none: unchecked, not together with tls=required")
    private String tlsTrust = "first-use";

    @UriParam(
            label = "security",
            description =
                    "SHA-256 of the server's certificate in hexadecimal, for tlsTrust=pin; without it the one that the"
                            + " application remembers")
    private String tlsPin;

    @UriParam(
            label = "security",
            description = "Trust store for tlsTrust=ca, and key store with a client certificate")
    private SSLContextParameters sslContextParameters;

    @UriParam(
            label = "advanced",
            defaultValue = "5000",
            javaType = "java.time.Duration",
            description = "Longest time for TCP and TLS together")
    private long connectTimeout = 5000;

    @UriParam(
            label = "advanced",
            defaultValue = "5000",
            javaType = "java.time.Duration",
            description = "Longest time from sending a request until its answer is complete")
    private long requestTimeout = 5000;

    @UriParam(
            label = "advanced",
            defaultValue = "25000",
            javaType = "java.time.Duration",
            description = "Silent time after which VER is sent; servers drop a client after 60 s")
    private long keepAlive = 25000;

    @UriParam(
            label = "advanced",
            defaultValue = "1000",
            javaType = "java.time.Duration",
            description =
                    "Wait before the first attempt to reconnect; doubles with each, with 20 % jitter")
    private long reconnectDelay = 1000;

    @UriParam(
            label = "advanced",
            defaultValue = "30000",
            javaType = "java.time.Duration",
            description = "Longest wait between attempts to reconnect")
    private long reconnectMaxDelay = 30000;

    @UriParam(
            label = "advanced",
            defaultValue = "64",
            description = "Requests in one burst, 1 to 1000")
    private int maxPipeline = 64;

    @UriParam(
            label = "producer",
            enums = "list,get,set,instcmd,fsd,hold,release",
            description = "What the producer does")
    private String operation;

    @UriParam(label = "producer", description = "Name of the variable to get or set")
    private String variable;

    @UriParam(label = "producer", description = "The value to set")
    private String value;

    @UriParam(label = "producer", description = "Name of the instant command")
    private String command;

    @UriParam(label = "producer", description = "Parameter of the instant command, without blanks")
    private String parameter;

    @UriParam(
            label = "producer",
            enums = "ups,var,rw,cmd,client,enum,range,numlogins,upsdesc,type,desc,cmddesc",
            description =
                    "What to list (ups to range) or to get in place of a variable (numlogins to cmddesc)")
    private String what;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Wait until the server tells how a set or an instcmd went")
    private boolean tracking = true;

    @UriParam(
            label = "producer",
            defaultValue = "30000",
            javaType = "java.time.Duration",
            description = "Longest wait for the result of a set or an instcmd")
    private long trackingTimeout = 30000;

    NutConfiguration copy() {
        try {
            return (NutConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /**
     * @throws IllegalArgumentException naming the option, its value and what was expected
     */
    void validate() {
        require("delay", delay, 500, 3_600_000);
        require("fastDelay", fastDelay, 0, 3_600_000);
        require("connectTimeout", connectTimeout, 1, 600_000);
        require("requestTimeout", requestTimeout, 1, 600_000);
        require("keepAlive", keepAlive, 1, 3_600_000);
        require("reconnectDelay", reconnectDelay, 1, 3_600_000);
        require("reconnectMaxDelay", reconnectMaxDelay, reconnectDelay, 3_600_000);
        require("maxPipeline", maxPipeline, 1, 1000);
        require("trackingTimeout", trackingTimeout, 0, 3_600_000);
        if (!deliver.equals("every") && !deliver.equals("changes")) {
            throw new IllegalArgumentException(
                    "deliver '" + deliver + "': expected every or changes");
        }
        credentials();
        tlsSettings();
    }

    NutCredentials credentials() {
        return NutCredentials.of(username, password);
    }

    NutTlsSettings tlsSettings() {
        return new NutTlsSettings(
                NutTlsMode.parse(tls), NutTlsTrust.parse(tlsTrust), tlsPin, sslContextParameters);
    }

    NutLimits limits() {
        return new NutLimits(requestTimeout, maxPipeline);
    }

    boolean deliversChanges() {
        return deliver.equals("changes");
    }

    private static void require(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s %d: expected %d to %d".formatted(option, value, least, most));
        }
    }

    public long getDelay() {
        return delay;
    }

    public void setDelay(long delay) {
        this.delay = delay;
    }

    public long getFastDelay() {
        return fastDelay;
    }

    public void setFastDelay(long fastDelay) {
        this.fastDelay = fastDelay;
    }

    public String getDeliver() {
        return deliver;
    }

    public void setDeliver(String deliver) {
        this.deliver = deliver;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getTls() {
        return tls;
    }

    public void setTls(String tls) {
        this.tls = tls;
    }

    public String getTlsTrust() {
        return tlsTrust;
    }

    public void setTlsTrust(String tlsTrust) {
        this.tlsTrust = tlsTrust;
    }

    public String getTlsPin() {
        return tlsPin;
    }

    public void setTlsPin(String tlsPin) {
        this.tlsPin = tlsPin;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public long getKeepAlive() {
        return keepAlive;
    }

    public void setKeepAlive(long keepAlive) {
        this.keepAlive = keepAlive;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    public void setReconnectMaxDelay(long reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public int getMaxPipeline() {
        return maxPipeline;
    }

    public void setMaxPipeline(int maxPipeline) {
        this.maxPipeline = maxPipeline;
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        this.operation = operation;
    }

    public String getVariable() {
        return variable;
    }

    public void setVariable(String variable) {
        this.variable = variable;
    }

    public String getValue() {
        return value;
    }

    public void setValue(String value) {
        this.value = value;
    }

    public String getCommand() {
        return command;
    }

    public void setCommand(String command) {
        this.command = command;
    }

    public String getParameter() {
        return parameter;
    }

    public void setParameter(String parameter) {
        this.parameter = parameter;
    }

    public String getWhat() {
        return what;
    }

    public void setWhat(String what) {
        this.what = what;
    }

    public boolean isTracking() {
        return tracking;
    }

    public void setTracking(boolean tracking) {
        this.tracking = tracking;
    }

    public long getTrackingTimeout() {
        return trackingTimeout;
    }

    public void setTrackingTimeout(long trackingTimeout) {
        this.trackingTimeout = trackingTimeout;
    }
}
