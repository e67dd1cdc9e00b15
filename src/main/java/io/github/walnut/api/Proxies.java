package io.github.walnut.api;

import io.github.walnut.security.AddressRange;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tells who is behind a request. What proxies say of it counts only when they are trusted: of the
 * addresses in {@code X-Forwarded-For} the right-most that is not one of theirs.
 */
final class Proxies {

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";

    private final List<AddressRange> trusted;

    Proxies(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * The client as seen from outside.
     *
     * @param address numeric
     * @param scheme http or https, as the client spoke it
     * @param host with its port, as the client named it; or null
     */
    record Peer(String address, String scheme, String host) {

        boolean loopback() {
            return Addresses.loopback(address);
        }

        boolean secure() {
            return scheme.equals("https");
        }
    }

    boolean trusts(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    Peer peer(HttpServerRequest request) {
        String address = Addresses.host(request.remoteAddress());
        if (!trusts(address)) {
            return new Peer(address, request.scheme(), request.getHeader("Host"));
        }
        String scheme = last(request, PROTO);
        String host = last(request, HOST);
        return new Peer(
                client(request, address),
                "https".equalsIgnoreCase(scheme) ? "https" : "http",
                host == null ? request.getHeader("Host") : host);
    }

    private String client(HttpServerRequest request, String proxy) {
        List<String> hops = new ArrayList<>(values(request, FOR));
        Collections.reverse(hops);
        String known = proxy;
        for (String hop : hops) {
            String address = Addresses.withoutPort(hop);
            if (!AddressRange.isAddress(address)) {
                return known;
            }
            known = address;
            if (!trusts(address)) {
                return known;
            }
        }
        return known;
    }

    /** What the nearest proxy said. */
    private static String last(HttpServerRequest request, String header) {
        List<String> values = values(request, header);
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    private static List<String> values(HttpServerRequest request, String header) {
        return request.headers().getAll(header).stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::trim)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
