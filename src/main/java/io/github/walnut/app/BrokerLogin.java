package io.github.walnut.app;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
     * @param seconds how long the connection may take
     */
    static MqttConnectionOptions options(
            String url,
            String username,
            byte[] password,
            String authorities,
            Peers peers,
            int seconds) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(seconds);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setSocketFactory(peers.sockets(url, authorities));
        options.setUserName(username);
        options.setPassword(password);
        return options;
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
