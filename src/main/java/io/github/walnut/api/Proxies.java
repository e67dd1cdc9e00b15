package io.github.walnut.api;

import io.github.walnut.config.BasePath;
import io.github.walnut.security.AddressRange;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Tells who is behind a request. What proxies say of it counts only when they are trusted: of the
 * addresses in {@code X-Forwarded-For} the right-most that is not one of theirs.
 */
final class Proxies {

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";

    /** As proxies in general, and as that of Home Assistant's add-ons. */
    private static final List<String> PREFIXES = List.of("X-Forwarded-Prefix", "X-Ingress-Path");

    private final List<AddressRange> trusted;
    private final BasePath usual;

    /**
     * @param usual where walNUT stands unless a trusted proxy says otherwise
     */
    Proxies(List<AddressRange> trusted, BasePath usual) {
        this.trusted = List.copyOf(trusted);
        this.usual = usual;
    }

    /**
     * The client as seen from outside.
     *
     * @param address numeric
     * @param near whether the connection itself comes from this machine
     * @param scheme http or https, as the client spoke it
     * @param host with its port, as the client named it; or null
     * @param base what it sees all paths below
     */
    record Peer(String address, boolean near, String scheme, String host, BasePath base) {

        /** Whoever may speak for others may not speak for this machine. */
        boolean loopback() {
            return near && Addresses.loopback(address);
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
        boolean near = Addresses.loopback(address);
        if (!trusts(address)) {
            return new Peer(address, near, request.scheme(), request.getHeader("Host"), usual);
        }
        String scheme = last(request, PROTO);
        String host = last(request, HOST);
        return new Peer(
                client(request, address),
                near,
                scheme == null ? request.scheme() : scheme(scheme),
                host == null ? request.getHeader("Host") : host,
                base(request));
    }

    private static String scheme(String named) {
        return "https".equalsIgnoreCase(named) ? "https" : "http";
    }

    /** What the client sees all paths below; a proxy that names no path is not asked. */
    BasePath base(HttpServerRequest request) {
        if (!trusts(Addresses.host(request.remoteAddress()))) {
            return usual;
        }
        return PREFIXES.stream()
                .map(header -> last(request, header))
                .filter(Objects::nonNull)
                .flatMap(named -> BasePath.of(named).stream())
                .findFirst()
                .orElse(usual);
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
