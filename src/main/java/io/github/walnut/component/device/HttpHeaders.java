package io.github.walnut.component.device;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Which headers pass: ours outwards, none of Camel's inwards. */
final class HttpHeaders implements HeaderFilterStrategy {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E]{0,2000}");
    private static final Set<String> OURS =
            Set.of("host", "content-length", "transfer-encoding", "connection");

    static String name(String name) throws DeviceException {
        boolean reserved = OURS.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith("Camel");
        if (!NAME.matcher(name).matches() || reserved) {
            throw DeviceException.of(
                    "validation", "header_invalid", "A header may not be named " + name + ".");
        }
        return name;
    }

    static String value(String value) throws DeviceException {
        if (!VALUE.matcher(value).matches()) {
            throw DeviceException.of(
                    "validation",
                    "header_invalid",
                    "A header value may hold printable ASCII only.");
        }
        return value;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return name.startsWith("Camel") || !NAME.matcher(name).matches();
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return name.toLowerCase(Locale.ROOT).startsWith("camel") || !NAME.matcher(name).matches();
    }
}
