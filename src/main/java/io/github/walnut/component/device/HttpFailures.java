package io.github.walnut.component.device;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Says what went wrong on the way, from what the HTTP client threw. */
record HttpFailures(String hostId, boolean writes) {

    DeviceException explain(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DeviceException device) {
                return device;
            }
            if (cause instanceof SSLException) {
                return DeviceException.of(
                        "untrusted",
                        "tls",
                        "The certificate of host " + hostId + " is not trusted.",
                        failure);
            }
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof ConnectTimeoutException) {
                return DeviceException.of(
                        "unreachable", "connect", "No connection to host " + hostId + ".", failure);
            }
        }
        return broken(failure);
    }

    /** Once a request may have left, only a read is free of doubt. */
    private DeviceException broken(Exception failure) {
        if (writes) {
            return DeviceException.inDoubt(
                    "no_answer", "Host " + hostId + " did not finish its answer.");
        }
        return failure instanceof SocketTimeoutException
                ? DeviceException.of(
                        "timeout",
                        "no_answer",
                        "Host " + hostId + " did not answer in time.",
                        failure)
                : DeviceException.of(
                        "unavailable",
                        "broken_answer",
                        "Host " + hostId + " broke off its answer.",
                        failure);
    }
}
