package io.github.walnut.app;

import io.github.walnut.api.NutServers;
import io.github.walnut.component.nut.NutComponent;
import io.github.walnut.component.nut.NutConfiguration;
import io.github.walnut.component.nut.NutError;
import io.github.walnut.component.nut.NutErrorClass;
import io.github.walnut.component.nut.NutException;
import io.github.walnut.component.nut.NutProbe;
import io.github.walnut.security.SecretFilter;
import io.github.walnut.store.NutServer;
import io.github.walnut.ups.UpsText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Tries a NUT server beside those that are polled. */
final class NutTester {

    private static final long LIMIT_MILLIS = 5_000;
    private static final List<String> STEPS = List.of("connect", "trust", "identify", "list");

    private final CamelContext camel;
    private final SecretFilter filter;

    /**
     * @param filter learns the passwords that are tried
     */
    NutTester(CamelContext camel, SecretFilter filter) {
        this.camel = camel;
        this.filter = filter;
    }

    /**
     * @param password null for none
     * @param login prove the credentials by LOGIN; a primary sees one more secondary for a moment
     */
    NutServers.Tried test(NutServer server, String password, boolean login) {
        filter.learn(password);
        NutConfiguration options = new NutConfiguration();
        options.setTls(server.tls());
        options.setConnectTimeout(LIMIT_MILLIS);
        options.setRequestTimeout(LIMIT_MILLIS);
        if (server.tlsTrust() != null) {
            options.setTlsTrust(server.tlsTrust());
        }
        if (server.tlsPin() != null) {
            options.setTlsPin(server.tlsPin());
        }
        if (server.username() != null && password != null) {
            options.setUsername(server.username());
            options.setPassword(password);
        }
        long begin = System.nanoTime();
        try {
            NutProbe probe =
                    camel.getComponent("nut", NutComponent.class)
                            .probe(
                                    new io.github.walnut.component.nut.NutServer(
                                            server.host(), server.port()),
                                    options,
                                    login);
            return seen(probe, since(begin));
        } catch (NutException e) {
            return failed(e.error(), since(begin));
        }
    }

    private static long since(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static NutServers.Tried seen(NutProbe probe, long millis) {
        boolean refused = probe.credentials() == NutProbe.Credentials.REFUSED;
        List<Map<String, Object>> steps = passed(STEPS.size());
        if (probe.credentials() == NutProbe.Credentials.VERIFIED) {
            steps.add(Map.of("step", "authenticate", "ok", true));
        } else if (refused) {
            steps.add(failure("authenticate", "unauthenticated", "ACCESS-DENIED"));
        }
        String message = null;
        if (refused) {
            message = "The server refused user and password, or the user may not log in.";
        } else if (probe.seen().isEmpty()) {
            message = "The server answers and has no UPS.";
        }
        return new NutServers.Tried(
                !refused,
                steps,
                millis,
                message,
                UpsText.clean(probe.version()),
                UpsText.clean(probe.protocol()),
                probe.tls(),
                word(probe.credentials()),
                probe.seen().stream()
                        .map(
                                ups ->
                                        new NutServers.TriedUps(
                                                ups.name(),
                                                UpsText.clean(ups.description()),
                                                UpsText.clean(ups.status())))
                        .toList());
    }

    private static String word(NutProbe.Credentials credentials) {
        return switch (credentials) {
            case VERIFIED -> "ok";
            case REFUSED -> "refused";
            case NONE, UNVERIFIED -> "unverified";
        };
    }

    private static NutServers.Tried failed(NutError error, long millis) {
        int at =
                switch (error.word()) {
                    case NutError.TRANSPORT, NutError.TIMEOUT -> 0;
                    case NutError.TLS -> 1;
                    default -> 2;
                };
        boolean login = at == 2 && error.errorClass() == NutErrorClass.SECURITY;
        List<Map<String, Object>> steps = passed(at);
        steps.add(
                failure(
                        login ? "authenticate" : STEPS.get(at),
                        error.errorClass().word(),
                        error.word()));
        return new NutServers.Tried(
                false,
                steps,
                millis,
                error.message(),
                null,
                null,
                null,
                login ? "refused" : "unverified",
                List.of());
    }

    private static List<Map<String, Object>> passed(int count) {
        List<Map<String, Object>> steps = new ArrayList<>();
        STEPS.subList(0, count).forEach(step -> steps.add(Map.of("step", step, "ok", true)));
        return steps;
    }

    private static Map<String, Object> failure(String step, String errorClass, String code) {
        return Map.of(
                "step", step, "ok", false, "error", Map.of("class", errorClass, "code", code));
    }
}
