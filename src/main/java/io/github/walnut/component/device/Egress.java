package io.github.walnut.component.device;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Resolves the name of a target once and says whether its address may be spoken to (SEC-53). The
 * connection then uses that address.
 */
public final class Egress {

    private static final String REFUSED = "egress_refused";
    private static final Pattern HIDDEN_ADDRESS =
            Pattern.compile("(0[xX][0-9a-fA-F]+|\\d+)(\\.(0[xX][0-9a-fA-F]+|\\d+)){0,3}\\.?");
    private static final Pattern PLAIN_ADDRESS =
            Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final List<AddressBlock> METADATA =
            List.of(
                    AddressBlock.parse("0.0.0.0/8"),
                    AddressBlock.parse("100.100.100.200/32"),
                    AddressBlock.parse("168.63.129.16/32"),
                    AddressBlock.parse("192.0.0.192/32"),
                    AddressBlock.parse("fd00:ec2::254/128"),
                    AddressBlock.parse("fd20:ce::254/128"));
    private static final Set<String> METADATA_NAMES =
            Set.of(
                    "metadata",
                    "metadata.goog",
                    "metadata.google.internal",
                    "metadata.azure.internal",
                    "metadata.packet.net",
                    "instance-data",
                    "instance-data.ec2.internal");

    private record Rules(List<AddressBlock> allowed, List<AddressBlock> denied) {}

    private final NameLookup names;
    private final AtomicLong refused = new AtomicLong();
    private final OwnListeners own = new OwnListeners();
    private volatile Rules rules;
    private volatile BiConsumer<String, String> refusals = (host, why) -> {};

    Egress(List<String> allowed, List<String> denied, NameLookup names) {
        this.rules = rules(allowed, denied);
        this.names = names;
    }

    /** Asks for the address of a name. */
    @FunctionalInterface
    interface NameLookup {
        InetAddress address(String host) throws UnknownHostException;
    }

    /** Private and public networks, neither loopback nor link-local. */
    public static Egress withoutExceptions() {
        return only(List.of());
    }

    /**
     * @param blocks CIDR notation; when there are any, nothing outside of them is reached, and they
     *     may open loopback
     */
    public static Egress only(List<String> blocks) {
        return of(blocks, List.of());
    }

    /**
     * @param allowed as in {@link #only}
     * @param denied CIDR notation; never reached, whatever is allowed
     */
    public static Egress of(List<String> allowed, List<String> denied) {
        return new Egress(allowed, denied, InetAddress::getByName);
    }

    /** How often something was not let out since the start. */
    public long refused() {
        return refused.get();
    }

    /** Other networks from now on; connections that stand are left alone. */
    public void use(List<String> allowed, List<String> denied) {
        rules = rules(allowed, denied);
    }

    private static Rules rules(List<String> allowed, List<String> denied) {
        return new Rules(
                allowed.stream().map(AddressBlock::parse).toList(),
                denied.stream().map(AddressBlock::parse).toList());
    }

    /** This program listens there; no list opens it. */
    public void closeOwn(InetSocketAddress listener) {
        own.add(listener);
    }

    /**
     * @param listener hears the host and the reason of each refusal, on the thread that was refused
     */
    public void onRefusal(BiConsumer<String, String> listener) {
        refusals = listener;
    }

    /**
     * @param port -1 when none is known yet
     */
    InetAddress resolve(String host, int port) throws DeviceException {
        return resolve(host, port, false);
    }

    /**
     * Resolves a peer that walNUT's own settings name, a NUT server or the broker. On loopback such
     * a one is at home, and the list of what hosts may lie in is not about it; what is denied or
     * closed to all is closed to it too.
     *
     * @throws UnknownHostException also when it is refused; the message says why
     */
    public InetAddress resolvePeer(String host, int port) throws UnknownHostException {
        try {
            return resolve(host, port, true);
        } catch (DeviceException refused) {
            UnknownHostException unknown = new UnknownHostException(refused.getMessage());
            unknown.initCause(refused);
            throw unknown;
        }
    }

    private InetAddress resolve(String host, int port, boolean peer) throws DeviceException {
        try {
            InetAddress address = resolve(host, peer);
            if (own.reaches(address, port)) {
                throw refused(host, "walNUT itself listens there, at port " + port);
            }
            return address;
        } catch (DeviceException failure) {
            if (failure.code().equals(REFUSED)) {
                refused.incrementAndGet();
                refusals.accept(host, failure.getMessage());
            }
            throw failure;
        }
    }

    private InetAddress resolve(String host, boolean peer) throws DeviceException {
        if (HIDDEN_ADDRESS.matcher(host).matches() && !PLAIN_ADDRESS.matcher(host).matches()) {
            throw refused(host, "it hides an address");
        }
        if (metadata(host)) {
            throw refused(host, "it names a metadata service");
        }
        InetAddress address = lookUp(host);
        check(host, address, peer);
        return address;
    }

    /**
     * Why a host that stands in a setting is never reached, as far as that shows without asking for
     * its name; names are judged when they are resolved.
     */
    public Optional<String> refusal(String host) {
        return refusal(host, false);
    }

    /** The same of a NUT server or the broker, as in {@link #resolvePeer}. */
    public Optional<String> refusalOfPeer(String host) {
        return refusal(host, true);
    }

    private Optional<String> refusal(String host, boolean peer) {
        String bare = host.replaceFirst("^\\[(.*)]$", "$1");
        boolean literal = PLAIN_ADDRESS.matcher(bare).matches() || bare.indexOf(':') >= 0;
        boolean judged =
                literal
                        || HIDDEN_ADDRESS.matcher(bare).matches()
                        || metadata(bare)
                        || loopbackName(bare);
        try {
            if (judged) {
                resolve(bare, peer);
            }
            return Optional.empty();
        } catch (DeviceException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    private static boolean metadata(String host) {
        return METADATA_NAMES.contains(plainName(host));
    }

    /** Names that lead home wherever they are asked for (RFC 6761). */
    private static boolean loopbackName(String host) {
        String name = plainName(host);
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    private static String plainName(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    /** Resolves within a call, as its step {@code dns}. */
    InetAddress resolve(String host, int port, DeviceCall call) throws DeviceException {
        List<String> found = new ArrayList<>();
        return call.phase(
                "dns",
                Map.of("addresses", found),
                () -> {
                    InetAddress address = resolve(host, port);
                    found.add(address.getHostAddress());
                    return address;
                });
    }

    /** The list may open loopback; what is no target anywhere stays closed. */
    void check(String host, InetAddress address) throws DeviceException {
        check(host, address, false);
    }

    private void check(String host, InetAddress address, boolean peer) throws DeviceException {
        Rules now = rules;
        if (now.denied().stream().anyMatch(block -> block.contains(address))) {
            throw refused(host, "it is in a network that is denied");
        }
        boolean listed = now.allowed().stream().anyMatch(block -> block.contains(address));
        if (!peer && !now.allowed().isEmpty() && !listed) {
            throw refused(host, "it is outside the networks that are allowed");
        }
        if (closed(address) || address.isLoopbackAddress() && !listed && !peer) {
            throw refused(
                    host,
                    (peer ? "" : "loopback, ")
                            + "link-local, multicast and metadata addresses are closed"
                            + (peer || closed(address)
                                    ? ""
                                    : "; list it in security.egress_allow to allow it"));
        }
        if (address.isLoopbackAddress()) {
            return;
        }
        InetAddress inner = EmbeddedAddress.of(address);
        if (inner != null && (closed(inner) || inner.isLoopbackAddress())) {
            throw refused(host, "it hides an address");
        }
    }

    private static boolean closed(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || isBroadcast(address)
                || METADATA.stream().anyMatch(block -> block.contains(address));
    }

    private static boolean isBroadcast(InetAddress address) {
        return Arrays.equals(address.getAddress(), new byte[] {-1, -1, -1, -1});
    }

    private InetAddress lookUp(String host) throws DeviceException {
        try {
            return names.address(loopbackName(host) ? "localhost" : host);
        } catch (UnknownHostException unknown) {
            throw DeviceException.of(
                    "unreachable", "dns", "The name " + host + " has no address.", unknown);
        }
    }

    private static DeviceException refused(String host, String why) {
        return DeviceException.of(
                "validation", REFUSED, "Address " + host + " is not allowed: " + why + ".");
    }
}
