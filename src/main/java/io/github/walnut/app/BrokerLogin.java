package io.github.walnut.app;

import io.github.walnut.security.ClientCertificate;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/**
 * How a broker is logged in to: by MQTT 5, with a clean start and a session that ends with the
 * connection, so that nothing is delivered that was sent while walNUT was away.
 */
final class BrokerLogin {

    private static final int KEEP_ALIVE_SECONDS = 30;

    private BrokerLogin() {}

    /**
     * @param username null for a login without one
     * @param password null without one
     * @param authorities in PEM, or null for those of Java
     * @param own as {@link #own} reads it, or null
     * @param seconds how long the connection may take
     */
    static MqttConnectionOptions options(
            String url,
            String username,
            byte[] password,
            String authorities,
            ClientCertificate own,
            Peers peers,
            int seconds) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(seconds);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setSocketFactory(peers.sockets(url, authorities, own));
        options.setUserName(username);
        options.setPassword(password);
        return options;
    }

    /**
     * What walNUT shows to a broker that asks who it is.
     *
     * @param certificate in PEM, or null to show none
     * @param key of the certificate, in PEM; wiped by this
     * @return null to show none
     * @throws IllegalArgumentException when these are of no use, or not of one pair
     */
    static ClientCertificate own(String certificate, Optional<char[]> key) {
        try {
            return certificate == null
                    ? null
                    : ClientCertificate.of(certificate, key.map(String::new).orElse(""));
        } finally {
            key.ifPresent(letters -> Arrays.fill(letters, '\0'));
        }
    }

    /** The word is wiped; null stays null. */
    static byte[] utf8(char[] word) {
        if (word == null) {
            return null;
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(word));
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.remaining());
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(word, '\0');
        return bytes;
    }
}
