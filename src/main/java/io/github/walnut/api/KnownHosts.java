package io.github.walnut.api;

import io.github.walnut.security.AddressRange;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names under which this server answers (SEC-90). A page of a stranger that has its own name
 * lead here would else be of one origin with the console, as browsers see it (DNS rebinding).
 */
public final class KnownHosts {

    /** Nobody on the internet can have a name that ends so. */
    private static final List<String> LOCAL =
            List.of(".local", ".lan", ".home", ".home.arpa", ".internal", ".localdomain");

    private final Set<String> names = new TreeSet<>();
    private final Set<String> endings = new TreeSet<>();

    private KnownHosts() {
        names.add("localhost");
    }

    /**
     * @param publicUrl where people find walNUT, or null
     * @param allowed names, with {@code *.} for all below a name
     * @param machine its own name, or null
     */
    public static KnownHosts of(String publicUrl, List<String> allowed, String machine) {
        KnownHosts hosts = new KnownHosts();
        if (publicUrl != null && URI.create(publicUrl).getHost() != null) {
            hosts.add(URI.create(publicUrl).getHost());
        }
        allowed.forEach(hosts::add);
        if (machine != null && !machine.isBlank()) {
            String first = machine.split("\\.")[0];
            hosts.add(machine);
            hosts.add(first);
            LOCAL.forEach(ending -> hosts.add(first + ending));
        }
        return hosts;
    }

    private void add(String name) {
        String plain = plain(name);
        if (plain.startsWith("*.")) {
            endings.add(plain.substring(1));
        } else {
            names.add(plain);
        }
    }

    /**
     * @param authority a host with or without a port
     */
    public boolean know(String authority) {
        String host = plain(Addresses.withoutPort(authority));
        return names.contains(host)
                || AddressRange.isAddress(host)
                || endings.stream()
                        .anyMatch(
                                ending -> host.endsWith(ending) && host.length() > ending.length());
    }

    /** Names mean the same in any case, and with the dot of the root behind them. */
    private static String plain(String name) {
        String lower = name.trim().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
