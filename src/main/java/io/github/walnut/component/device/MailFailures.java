package io.github.walnut.component.device;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Says what went wrong with a server, from what the mail library threw.
 *
 * @param lastCode of the server's answers
 */
record MailFailures(DeviceSettings settings, int lastCode) {

    /**
     * @param sending the message may have left
     */
    DeviceException explain(MessagingException failure, boolean sending) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DeviceException device) {
                return device;
            }
        }
        int code = code(failure);
        if (code >= 400) {
            return refused(code, failure);
        }
        if (failure instanceof AuthenticationFailedException) {
            return DeviceException.of(
                    "unauthenticated",
                    "login",
                    "Host " + settings.hostId() + " refused the login.",
                    failure);
        }
        if (sending) {
            return DeviceException.inDoubt(
                    "no_answer", "Host " + settings.hostId() + " did not confirm the message.");
        }
        return silent(failure)
                ? DeviceException.of(
                        "timeout",
                        "no_answer",
                        "Host " + settings.hostId() + " did not answer in time.",
                        failure)
                : DeviceException.of(
                        "unavailable",
                        "broken_answer",
                        "Host " + settings.hostId() + " broke off its answer.",
                        failure);
    }

    private DeviceException refused(int code, MessagingException failure) {
        boolean login = code == 530 || code == 534 || code == 535 || code == 538;
        String errorClass = code < 500 ? "unavailable" : login ? "unauthenticated" : "validation";
        DeviceException refused =
                DeviceException.of(
                        errorClass,
                        "smtp_" + code,
                        "Host " + settings.hostId() + " answered with SMTP status " + code + ".",
                        failure);
        String said = failure.getMessage();
        return said == null ? refused : refused.remote(settings.masked(said));
    }

    /** Of the innermost answer; the last code of the connection is that of the reset after it. */
    private int code(MessagingException failure) {
        int code = 0;
        for (Exception each = failure;
                each instanceof MessagingException message;
                each = message.getNextException()) {
            if (each instanceof SMTPAddressFailedException address) {
                code = address.getReturnCode();
            } else if (each instanceof SMTPSenderFailedException sender) {
                code = sender.getReturnCode();
            } else if (each instanceof SMTPSendFailedException send) {
                code = send.getReturnCode();
            }
        }
        return code == 0 ? lastCode : code;
    }

    private static boolean silent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
