package io.github.walnut.component.device;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** The options of one connection, with a password that is wiped after it. */
record MqttLogin(MqttConnectionOptions options, byte[] password) {

    private static final int CONNECT_SECONDS = 5;

    static MqttLogin options(DeviceSettings settings, MqttAddress address) throws DeviceException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setKeepAliveInterval(settings.number("keepalive_s", 30));
        byte[] password = new byte[0];
        String username = settings.text("username");
        if (username != null && !username.isEmpty()) {
            options.setUserName(username);
            password = utf8(settings.secret("password"));
            options.setPassword(password);
        }
        if (address.encrypted()) {
            trust(options, settings);
        }
        return new MqttLogin(options, password);
    }

    void wipe() {
        Arrays.fill(password, (byte) 0);
    }

    private static void trust(MqttConnectionOptions options, DeviceSettings settings)
            throws DeviceException {
        TlsTrust trust = TlsTrust.of(settings.nested("tls"));
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust.manager()}, null);
            options.setSocketFactory(context.getSocketFactory());
            options.setHttpsHostnameVerificationEnabled(trust.byChain());
        } catch (GeneralSecurityException failure) {
            throw DeviceException.of("internal", "tls_setup", "TLS could not be set up.", failure);
        }
    }

    private static byte[] utf8(char[] text) {
        if (text == null) {
            return new byte[0];
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        Arrays.fill(text, '\0');
        return Arrays.copyOf(encoded.array(), encoded.limit());
    }
}
