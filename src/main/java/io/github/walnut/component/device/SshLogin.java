package io.github.walnut.component.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Logs in with the host's key or password, which it opens for this one purpose and takes back. */
record SshLogin(DeviceSettings settings) {

    static SshLogin of(DeviceSettings settings) {
        return new SshLogin(settings);
    }

    String perform(ClientSession session, Duration limit) throws DeviceException {
        Runnable takenBack = offered(session);
        try {
            session.auth().verify(limit);
            return session.getUsername();
        } catch (IOException failure) {
            boolean silent = session.isOpen() && failure instanceof InterruptedIOException;
            throw silent
                    ? DeviceException.of(
                            "unreachable",
                            "auth_timeout",
                            "Host " + settings.hostId() + " did not finish the login.",
                            failure)
                    : DeviceException.of(
                            "unauthenticated",
                            "ssh_auth",
                            "Host "
                                    + settings.hostId()
                                    + " refused the login of "
                                    + session.getUsername()
                                    + ".",
                            failure);
        } finally {
            takenBack.run();
        }
    }

    /** What takes it back: a session that is kept for later calls holds no credential. */
    private Runnable offered(ClientSession session) throws DeviceException {
        char[] key = settings.secret("private_key");
        if (key != null) {
            return offeredKey(session, key);
        }
        char[] password = settings.secret("password");
        if (password == null) {
            throw DeviceException.of(
                    "unauthenticated",
                    "no_credential",
                    "Host " + settings.hostId() + " has neither a private key nor a password.");
        }
        String text = new String(password);
        Arrays.fill(password, '\0');
        session.addPasswordIdentity(text);
        return () -> session.removePasswordIdentity(text);
    }

    private Runnable offeredKey(ClientSession session, char[] key) throws DeviceException {
        byte[] bytes = utf8(key);
        List<KeyPair> pairs = new ArrayList<>();
        try {
            for (KeyPair pair :
                    SecurityUtils.loadKeyPairIdentities(
                            session,
                            NamedResource.ofName("private_key"),
                            new ByteArrayInputStream(bytes),
                            passphrase())) {
                session.addPublicKeyIdentity(pair);
                pairs.add(pair);
            }
            return () -> pairs.forEach(session::removePublicKeyIdentity);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            throw DeviceException.of(
                    "unauthenticated",
                    "key_unreadable",
                    "The private key of host "
                            + settings.hostId()
                            + " cannot be read with its passphrase.");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private FilePasswordProvider passphrase() {
        char[] passphrase = settings.secret("passphrase");
        if (passphrase == null) {
            return FilePasswordProvider.EMPTY;
        }
        String text = new String(passphrase);
        Arrays.fill(passphrase, '\0');
        return FilePasswordProvider.of(text);
    }

    private static byte[] utf8(char[] text) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(text, '\0');
        return bytes;
    }
}
