package io.github.walnut.component.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.ssh.SshConfiguration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;

/** Keeps one session per host, and makes it anew when it is gone or the connection changed. */
final class SshSessions implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration AUTHENTICATE = Duration.ofSeconds(10);
    private static final Duration LOCK = Duration.ofSeconds(10);

    private final Egress egress;
    private final Map<String, SshHost> hosts = new ConcurrentHashMap<>();
    private SshClient client;

    SshSessions(Egress egress) {
        this.egress = egress;
    }

    /** Runs one command; it is sent once, or not at all when no channel could be opened. */
    SshReply exec(DeviceSettings settings, DeviceCall call, String command, byte[] input)
            throws DeviceException {
        SshHost host = hosts.computeIfAbsent(settings.hostId(), id -> new SshHost());
        SshSession session = session(host, settings, call);
        try {
            return session.exec(call, command, input);
        } catch (ChannelNotOpened notSent) {
            if (session.usable(settings.revision())) {
                throw notSent.asFailure(settings.hostId());
            }
        }
        try {
            return session(host, settings, call).exec(call, command, input);
        } catch (ChannelNotOpened again) {
            throw again.asFailure(settings.hostId());
        }
    }

    private SshSession session(SshHost host, DeviceSettings settings, DeviceCall call)
            throws DeviceException {
        host.lock(call.left(LOCK));
        try {
            SshSession present = host.session();
            boolean fresh = call.takesFreshConnection();
            if (present != null && present.usable(settings.revision()) && !fresh) {
                return present;
            }
            host.replace(null);
            SshSession made = connect(settings, call);
            host.replace(made);
            return made;
        } finally {
            host.unlock();
        }
    }

    private SshSession connect(DeviceSettings settings, DeviceCall call) throws DeviceException {
        SshConfiguration target = new SshConfiguration();
        target.setHost(settings.required("host"));
        target.setPort(settings.number("port", 22));
        target.setUsername(settings.required("username"));
        HostKeyPin pin = new HostKeyPin(settings.text("host_key"));
        InetAddress address = egress.resolve(target.getHost(), target.getPort(), call);
        ClientSession session =
                call.phase("connect", Map.of(), () -> open(target, address, pin, call));
        try {
            call.phase(
                    "trust",
                    pin.details(),
                    () -> pin.awaitVerdict(session, settings.hostId(), call.left(CONNECT)));
            call.phase(
                    "authenticate",
                    Map.of(),
                    () -> SshLogin.of(settings).perform(session, call.left(AUTHENTICATE)));
        } catch (DeviceException failure) {
            session.close(true);
            throw failure;
        }
        return new SshSession(session, settings.revision());
    }

    private ClientSession open(
            SshConfiguration target, InetAddress address, HostKeyPin pin, DeviceCall call)
            throws DeviceException {
        try {
            return client().connect(
                            target.getUsername(),
                            new InetSocketAddress(address, target.getPort()),
                            pin.asContext(),
                            null)
                    .verify(call.left(CONNECT))
                    .getClientSession();
        } catch (IOException failure) {
            throw DeviceException.of(
                    "unreachable",
                    "connect",
                    "No connection to " + target.getHost() + " port " + target.getPort() + ".",
                    failure);
        }
    }

    private synchronized SshClient client() {
        if (client == null) {
            client = SshClients.start();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        hosts.values().forEach(host -> host.replace(null));
        hosts.clear();
        if (client != null) {
            client.stop();
            client = null;
        }
    }
}
