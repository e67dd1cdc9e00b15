package io.github.walnut.component.nut;

import java.util.Map;

/** Something about a server, as opposed to a sample of a UPS. */
public sealed interface NutServerEvent {

    NutServer server();

    /** Whether somebody should look at it. */
    default boolean grave() {
        return true;
    }

    /** A connection for reading is open. */
    record Connected(NutServer server) implements NutServerEvent {
        @Override
        public boolean grave() {
            return false;
        }
    }

    record Disconnected(NutServer server, NutError error) implements NutServerEvent {
        @Override
        public boolean grave() {
            return false;
        }
    }

    /** An attempt to connect or to log in failed; the next one comes after the wait. */
    record Unreachable(NutServer server, NutError error) implements NutServerEvent {}

    /** A name that {@code LIST UPS} has not shown before, or shows again. */
    record UpsListed(NutServer server, String ups, String description) implements NutServerEvent {
        @Override
        public boolean grave() {
            return false;
        }
    }

    /**
     * What {@code LIST UPS} said, at connect and every five minutes: description by name, only
     * names that can be polled.
     */
    record Listed(NutServer server, Map<String, String> descriptions) implements NutServerEvent {
        public Listed {
            descriptions = Map.copyOf(descriptions);
        }

        @Override
        public boolean grave() {
            return false;
        }
    }

    /**
     * A name that {@code LIST UPS} does not show any more; it is not polled until it comes back.
     */
    record UpsAbsent(NutServer server, String ups) implements NutServerEvent {}

    /** A listed name outside the alphabet that can be sent; it is not polled. */
    record UpsUnsupported(NutServer server, String ups) implements NutServerEvent {}

    record ProtocolError(NutServer server, NutError error) implements NutServerEvent {}

    /**
     * The values of this variable run over the server's lines; full polls of the UPS ask for single
     * values now.
     */
    record VariableDropped(NutServer server, String ups, String variable)
            implements NutServerEvent {}

    /**
     * @param active false: the connection goes on in clear
     * @param credentialsInClear a password goes over a connection without TLS although TLS was not
     *     switched off
     */
    record TlsState(NutServer server, boolean active, boolean credentialsInClear)
            implements NutServerEvent {
        @Override
        public boolean grave() {
            return credentialsInClear;
        }
    }

    /** A server that did TLS before does not any more; it is refused. */
    record TlsDowngrade(NutServer server) implements NutServerEvent {}

    /**
     * @param found SHA-256 of the certificate that was refused
     */
    record TlsCertificateChanged(NutServer server, String remembered, String found)
            implements NutServerEvent {}

    /** At most once a day and server. @param notAfter epoch milliseconds */
    record TlsCertificateExpiring(NutServer server, long notAfter) implements NutServerEvent {}

    /** The process or the machine has slept: a tick came this late. */
    record Resumed(NutServer server, long lateMillis) implements NutServerEvent {
        @Override
        public boolean grave() {
            return false;
        }
    }
}
