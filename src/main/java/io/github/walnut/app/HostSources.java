package io.github.walnut.app;

import io.github.walnut.inventory.Host;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which hosts stand at an address. Names are looked up once a minute on a thread of its own, so
 * that whoever asks never waits.
 */
final class HostSources implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostSources.class);
    private static final int SECONDS = 60;

    private final Supplier<? extends Collection<Host>> hosts;
    private volatile Map<String, List<String>> named = Map.of();
    private ScheduledExecutorService thread;

    HostSources(Supplier<? extends Collection<Host>> hosts) {
        this.hosts = hosts;
    }

    /** Knows names from now on; {@link #close} ends that. */
    synchronized void watch() {
        close();
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            Thread made = new Thread(work, "trap-sources");
                            made.setDaemon(true);
                            return made;
                        });
        thread.scheduleWithFixedDelay(this::lookUp, 0, SECONDS, TimeUnit.SECONDS);
    }

    /** The ids of enabled hosts at a numeric address. */
    List<String> at(String address) {
        Map<String, List<String>> names = named;
        return hosts.get().stream()
                .filter(Host::enabled)
                .filter(
                        host -> {
                            String name = name(host);
                            return !name.isEmpty() && address.equals(name)
                                    || names.getOrDefault(name, List.of()).contains(address);
                        })
                .map(Host::id)
                .sorted()
                .toList();
    }

    /** What the host's connection names, empty where it names nothing. */
    private static String name(Host host) {
        if (host.config().get("host") instanceof String name) {
            return name;
        }
        if (host.config().get("base_url") instanceof String url) {
            try {
                String name = URI.create(url).getHost();
                return name == null ? "" : name.replaceAll("[\\[\\]]", "");
            } catch (IllegalArgumentException e) {
                LOG.debug("{} has no address in {}", host.id(), url);
            }
        }
        return "";
    }

    private void lookUp() {
        Map<String, List<String>> found = new HashMap<>();
        for (Host host : hosts.get()) {
            String name = name(host);
            if (host.enabled() && !name.isEmpty()) {
                found.computeIfAbsent(name, this::addresses);
            }
        }
        named = found;
    }

    private List<String> addresses(String name) {
        List<String> addresses = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(name)) {
                addresses.add(address.getHostAddress());
            }
        } catch (UnknownHostException e) {
            LOG.debug("{} has no address now", name);
        }
        return addresses;
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }
}
