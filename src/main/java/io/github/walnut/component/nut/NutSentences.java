package io.github.walnut.component.nut;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

/** What happened to a server, as a sentence for the log. */
final class NutSentences {

    private NutSentences() {}

    static String of(NutServerEvent event) {
        return "NUT server " + event.server() + " " + what(event);
    }

    private static String what(NutServerEvent event) {
        if (event instanceof NutServerEvent.Connected) {
            return "is connected";
        }
        if (event instanceof NutServerEvent.Disconnected gone) {
            return "is disconnected: " + gone.error().message();
        }
        if (event instanceof NutServerEvent.Unreachable away) {
            return "cannot be read: " + because(away.error());
        }
        if (event instanceof NutServerEvent.UpsListed listed) {
            return "lists UPS " + listed.ups() + described(listed.description());
        }
        if (event instanceof NutServerEvent.Listed all) {
            return "lists "
                    + all.descriptions().keySet().stream()
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (event instanceof NutServerEvent.UpsAbsent absent) {
            return "does not list UPS " + absent.ups() + " any more; it is not polled";
        }
        if (event instanceof NutServerEvent.UpsUnsupported odd) {
            return "lists a UPS whose name cannot be sent, so it is not polled: " + odd.ups();
        }
        if (event instanceof NutServerEvent.ProtocolError wrong) {
            return "said what is no NUT protocol: " + wrong.error().message();
        }
        if (event instanceof NutServerEvent.VariableDropped dropped) {
            return "spoils the line of "
                    + dropped.variable()
                    + " of UPS "
                    + dropped.ups()
                    + "; its variables are asked for one by one";
        }
        return security(event);
    }

    private static String security(NutServerEvent event) {
        if (event instanceof NutServerEvent.TlsState tls) {
            return (tls.active() ? "speaks TLS" : "speaks without TLS")
                    + (tls.credentialsInClear() ? ": the password goes in clear text" : "");
        }
        if (event instanceof NutServerEvent.TlsDowngrade) {
            return "spoke TLS before and does not any more: it is refused";
        }
        if (event instanceof NutServerEvent.TlsCertificateChanged changed) {
            return "shows another certificate, "
                    + changed.found()
                    + " in place of "
                    + changed.remembered()
                    + ": it is refused";
        }
        if (event instanceof NutServerEvent.TlsCertificateExpiring soon) {
            return "has a certificate that ends on "
                    + Instant.ofEpochMilli(soon.notAfter()).atZone(ZoneOffset.UTC).toLocalDate();
        }
        NutServerEvent.Resumed late = (NutServerEvent.Resumed) event;
        return "is read again after this machine slept for " + late.lateMillis() / 1000 + " s";
    }

    private static String because(NutError error) {
        return error.message() + " (" + error.word() + ")";
    }

    private static String described(String description) {
        return description == null || description.isBlank() ? "" : ", " + description;
    }
}
