package io.github.walnut.component.nut;

import java.util.List;
import java.util.Set;

/** Opens connections to one server: TCP, TLS, credentials. */
final class NutConnector {

    private static final Set<String> NO_TLS_HERE =
            Set.of("FEATURE-NOT-SUPPORTED", "FEATURE-NOT-CONFIGURED", "UNKNOWN-COMMAND");

    private final NutSessionSettings settings;
    private final NutHost host;
    private final NutTls tls;
    private NutServerEvent.TlsState told;
    private volatile NutWire opening;

    NutConnector(NutSessionSettings settings, NutHost host) {
        this.settings = settings;
        this.host = host;
        this.tls = new NutTls(settings.tls(), host);
    }

    NutTls tls() {
        return tls;
    }

    NutConnection open() throws NutException {
        NutWire wire = new NutWire(settings.server(), host);
        opening = wire;
        try {
            RoundTrip roundTrip = new RoundTrip();
            wire.within(settings.connectTimeout(), () -> connect(wire, roundTrip));
            tellTls(wire.secure());
            NutConnection connection = new NutConnection(wire, roundTrip);
            login(connection);
            return connection;
        } catch (NutException e) {
            wire.close();
            throw e;
        }
    }

    /** From any thread: an attempt that is going on fails. */
    void cut() {
        NutWire wire = opening;
        if (wire != null) {
            wire.close();
        }
    }

    private void tellTls(boolean active) {
        boolean inClear =
                !active && settings.credentials().present() && tls.mode() != NutTlsMode.OFF;
        NutServerEvent.TlsState state =
                new NutServerEvent.TlsState(settings.server(), active, inClear);
        if (!state.equals(told)) {
            told = state;
            host.tell(state);
        }
    }

    private void connect(NutWire wire, RoundTrip roundTrip) throws NutException {
        long before = System.nanoTime();
        wire.connect();
        roundTrip.measured(System.nanoTime() - before);
        if (tls.mode() != NutTlsMode.OFF) {
            startTls(wire);
        }
    }

    private void startTls(NutWire wire) throws NutException {
        wire.send(List.of(NutRequest.startTls()));
        NutAnswer answer = wire.receive(NutRequest.startTls());
        if (answer instanceof NutAnswer.Failed failed) {
            goOnInClear(failed.error());
            return;
        }
        if (wire.hasStrayBytes()) {
            throw new NutException(
                    NutError.TLS,
                    settings.server() + " sent bytes between OK STARTTLS and the handshake");
        }
        wire.upgrade(tls);
        proveTls(wire);
        tls.established(settings.server(), wire.secureSocket());
    }

    private void goOnInClear(NutError refusal) throws NutException {
        tls.refuseDowngrade(settings.server());
        if (tls.mode() == NutTlsMode.REQUIRED || !NO_TLS_HERE.contains(refusal.word())) {
            throw new NutException(NutError.TLS, "TLS was not possible: " + refusal.message());
        }
    }

    private void proveTls(NutWire wire) throws NutException {
        try {
            wire.send(List.of(NutRequest.version()));
            wire.receive(NutRequest.version()).orThrow();
        } catch (NutException e) {
            throw new NutException(
                    new NutError(NutError.TLS, "first request over TLS: " + e.getMessage()), e);
        }
    }

    private void login(NutConnection connection) throws NutException {
        NutCredentials credentials = settings.credentials();
        if (credentials.present()) {
            connection
                    .ask(NutRequest.username(credentials.username()), settings.requestTimeout())
                    .orThrow();
            connection
                    .ask(NutRequest.password(credentials.password()), settings.requestTimeout())
                    .orThrow();
        }
    }
}
