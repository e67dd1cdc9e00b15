package io.github.walnut.run;

import io.github.walnut.inventory.Host;
import io.github.walnut.ups.Severity;
import java.util.Optional;

/**
 * Why a dry run cannot promise that a host carries out what it is ordered.
 *
 * @param severity error when nothing can be promised, else warn
 * @param message one sentence with the cause
 */
public record HostTrouble(Severity severity, ErrorClass why, String code, String message) {

    /** The host did not answer a heartbeat, or answered with a refusal. */
    public static Optional<HostTrouble> ofHeartbeat(String hostId, DriverResult heartbeat) {
        if (heartbeat.ok() || heartbeat.error() == null) {
            return Optional.empty();
        }
        ErrorClass why = heartbeat.error().errorClass();
        return Optional.of(
                new HostTrouble(
                        Severity.ERROR,
                        why,
                        heartbeat.error().code(),
                        "Host " + hostId + " cannot be used now: " + heartbeat.error().message()));
    }

    /** The host answers, but what it can be ordered was never told. */
    public static HostTrouble neverRead(String hostId) {
        return new HostTrouble(
                Severity.ERROR,
                ErrorClass.UNAVAILABLE,
                "never_read",
                "The targets of host " + hostId + " were never read");
    }

    /** What heartbeats and tests found out before. */
    public static Optional<HostTrouble> ofState(Host host) {
        String because = host.stateReason() == null ? "" : ": " + host.stateReason();
        return switch (host.state()) {
            case ERROR ->
                    Optional.of(
                            new HostTrouble(
                                    Severity.ERROR,
                                    ErrorClass.UNAVAILABLE,
                                    "host_error",
                                    "Host " + host.id() + " is in state error" + because));
            case DEGRADED ->
                    Optional.of(
                            new HostTrouble(
                                    Severity.WARN,
                                    ErrorClass.UNAVAILABLE,
                                    "host_degraded",
                                    "Host " + host.id() + " is degraded" + because));
            default -> Optional.empty();
        };
    }

    /** A machine that is to be switched on may well be silent before. */
    HostTrouble excused() {
        boolean silent = why == ErrorClass.UNREACHABLE || why == ErrorClass.TIMEOUT;
        return silent ? new HostTrouble(Severity.WARN, why, code, message) : this;
    }
}
