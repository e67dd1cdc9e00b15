package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.List;

/** Looks at a server on a connection of its own. */
final class NutProbing {

    private final NutSessionSettings settings;
    private final NutHost host;
    private final UpsAddress address;

    NutProbing(NutSessionSettings settings, NutHost host, UpsAddress address) {
        this.settings = settings;
        this.host = host;
        this.address = address;
    }

    NutProbe probe(boolean login) throws NutException {
        try (NutConnection connection = new NutConnector(settings, host).open()) {
            String version = ask(connection, NutRequest.version()).text();
            String protocol = protocol(connection);
            List<NutProbe.Ups> seen = new ArrayList<>();
            for (NutAnswer.Row row : ask(connection, NutRequest.listUps()).rows()) {
                seen.add(new NutProbe.Ups(row.name(), row.value(), status(connection, row.name())));
            }
            List<String> upses = seen.stream().map(NutProbe.Ups::name).toList();
            boolean tls = connection.wire().secure();
            String certificate = tls ? host.memory().find(settings.server()).orElse(null) : null;
            return new NutProbe(
                    version,
                    protocol,
                    tls,
                    certificate,
                    seen,
                    credentials(connection, upses, login));
        }
    }

    /** Old servers do not know the question. */
    private String protocol(NutConnection connection) throws NutException {
        NutAnswer answer = ask(connection, NutRequest.protocolVersion());
        return answer instanceof NutAnswer.Failed ? null : answer.text();
    }

    private String status(NutConnection connection, String ups) throws NutException {
        NutAnswer answer = ask(connection, NutRequest.getVariable(ups, "ups.status"));
        return answer instanceof NutAnswer.Failed ? null : answer.text();
    }

    private NutProbe.Credentials credentials(
            NutConnection connection, List<String> upses, boolean login) throws NutException {
        if (!settings.credentials().present()) {
            return NutProbe.Credentials.NONE;
        }
        if (!login || address.all() && upses.isEmpty()) {
            return NutProbe.Credentials.UNVERIFIED;
        }
        NutAnswer answer =
                ask(connection, NutRequest.login(address.all() ? upses.get(0) : address.ups()));
        if (answer instanceof NutAnswer.Failed failed) {
            if (failed.error().errorClass() == NutErrorClass.SECURITY) {
                return NutProbe.Credentials.REFUSED;
            }
            throw new NutException(failed.error());
        }
        ask(connection, NutRequest.logout());
        return NutProbe.Credentials.VERIFIED;
    }

    private NutAnswer ask(NutConnection connection, NutRequest request) {
        return connection.ask(request, settings.requestTimeout());
    }
}
