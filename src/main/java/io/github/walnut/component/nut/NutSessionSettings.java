package io.github.walnut.component.nut;

/** Milliseconds throughout. */
record NutSessionSettings(
        NutServer server,
        NutCredentials credentials,
        NutTlsSettings tls,
        long connectTimeout,
        long requestTimeout,
        long keepAlive,
        long reconnectDelay,
        long reconnectMaxDelay) {

    /** Endpoints that agree in this share a connection. */
    record Key(NutServer server, NutCredentials credentials, NutTlsSettings tls) {}

    Key key() {
        return new Key(server, credentials, tls);
    }
}
