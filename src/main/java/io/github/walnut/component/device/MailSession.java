package io.github.walnut.component.device;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a mail server on which somebody is logged in, if the host says who. */
final class MailSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailSession.class);
    private static final int CONNECT_MILLIS = 5_000;

    private final Session session;
    private final SMTPTransport transport;
    private final DeviceSettings settings;

    private MailSession(Session session, SMTPTransport transport, DeviceSettings settings) {
        this.session = session;
        this.transport = transport;
        this.settings = settings;
    }

    static MailSession open(
            MailServer server, DeviceSettings settings, MailSockets sockets, DeviceCall call)
            throws DeviceException {
        Session session = Session.getInstance(properties(server, settings, sockets));
        try {
            MailSession opened =
                    new MailSession(
                            session, (SMTPTransport) session.getTransport("smtp"), settings);
            opened.connect(server, call);
            return opened;
        } catch (MessagingException noProvider) {
            throw DeviceException.of(
                    "internal", "mail_client", "No mail client could be made.", noProvider);
        }
    }

    private void connect(MailServer server, DeviceCall call) throws DeviceException {
        String password = server.username() == null ? null : password();
        try {
            transport.connect(server.host(), server.port(), server.username(), password);
        } catch (AuthenticationFailedException refused) {
            close();
            DeviceException failure = failures().explain(refused, false);
            call.phase(
                    "authenticate",
                    Map.of(),
                    () -> {
                        throw failure;
                    });
        } catch (MessagingException failure) {
            close();
            throw failures().explain(failure, false);
        }
        if (server.username() != null) {
            call.phase("authenticate", Map.of(), () -> null);
        }
    }

    private String password() throws DeviceException {
        char[] secret = settings.secret("password");
        if (secret == null) {
            throw DeviceException.of(
                    "unauthenticated",
                    "no_credential",
                    "The password of host " + settings.hostId() + " is not set.");
        }
        String password = new String(secret);
        Arrays.fill(secret, '\0');
        return password;
    }

    /** Returns the status by which the server took the message. */
    int send(MailMessage message) throws DeviceException {
        MimeMessage written = written(message);
        try {
            transport.sendMessage(written, written.getAllRecipients());
            return transport.getLastReturnCode();
        } catch (MessagingException failure) {
            throw failures().explain(failure, true);
        }
    }

    private MimeMessage written(MailMessage message) throws DeviceException {
        MimeMessage written = new Identified(session, message.id());
        try {
            written.setFrom(address(message.from()));
            for (String to : message.to()) {
                written.addRecipient(Message.RecipientType.TO, address(to));
            }
            written.setSubject(message.subject(), StandardCharsets.UTF_8.name());
            written.setSentDate(Date.from(Instant.now()));
            written.setHeader("Auto-Submitted", "auto-generated");
            if (message.urgent()) {
                written.setHeader("Importance", "high");
            }
            written.setText(message.text(), StandardCharsets.UTF_8.name());
            written.saveChanges();
            return written;
        } catch (MessagingException unwritable) {
            throw DeviceException.of(
                    "validation", "mail_invalid", "The mail cannot be written.", unwritable);
        }
    }

    private static InternetAddress address(String text) throws DeviceException {
        try {
            InternetAddress address = new InternetAddress(text, true);
            address.validate();
            return address;
        } catch (AddressException unreadable) {
            throw DeviceException.of(
                    "validation", "address_invalid", text + " is no mail address.", unreadable);
        }
    }

    private MailFailures failures() {
        return new MailFailures(settings, transport.getLastReturnCode());
    }

    private static Properties properties(
            MailServer server, DeviceSettings settings, MailSockets sockets) {
        String silence = Integer.toString(server.timeoutSeconds() * 1_000);
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", Integer.toString(CONNECT_MILLIS));
        properties.put("mail.smtp.timeout", silence);
        properties.put("mail.smtp.writetimeout", silence);
        properties.put("mail.smtp.socketFactory", sockets.plain());
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.ssl.socketFactory", sockets);
        properties.put("mail.smtp.ssl.socketFactory.fallback", "false");
        properties.put(
                "mail.smtp.ssl.checkserveridentity",
                Boolean.toString(TlsTrust.of(settings.nested("tls")).byChain()));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(server.security().equals("tls")));
        boolean startTls = server.security().equals("starttls");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.put("mail.smtp.auth", Boolean.toString(server.username() != null));
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.localhost", "walnut");
        properties.put("mail.smtp.quitwait", "false");
        return properties;
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (MessagingException gone) {
            LOG.debug("the mail server of {} was gone already", settings.hostId(), gone);
        }
    }

    /** Every attempt to send a message bears the same Message-ID. */
    private static final class Identified extends MimeMessage {

        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            if (id.isEmpty()) {
                super.updateMessageID();
            } else {
                setHeader("Message-ID", "<" + id + "@walnut>");
            }
        }
    }
}
