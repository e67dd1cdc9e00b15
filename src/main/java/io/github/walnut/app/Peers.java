package io.github.walnut.app;

import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.component.device.Egress;
import io.github.walnut.component.device.EgressSockets;
import io.github.walnut.component.device.EgressTlsSockets;
import io.github.walnut.component.nut.NutComponent;
import io.github.walnut.config.SettingFault;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.security.ClientCertificate;
import io.github.walnut.security.GivenAuthorities;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.apache.camel.CamelContext;

/** The way out to what walNUT's own settings name: NUT servers and the broker. */
final class Peers {

    private static final Map<String, Integer> TLS_PORTS = Map.of("ssl", 8883, "wss", 443);

    /** Names of brokers may hold what no URI of Java takes, an underscore say. */
    private static final Pattern AUTHORITY =
            Pattern.compile("://(?<host>\\[[^]]*]|[^/:]+)(?::(?<port>\\d+))?");

    private final Egress egress;

    Peers(Egress egress) {
        this.egress = egress;
    }

    /**
     * NUT servers are asked for by this from now on. The component is made by it, so what it takes
     * from the registry has to be there.
     */
    void guardNut(CamelContext camel) {
        camel.getComponent("nut", NutComponent.class).resolveBy(egress::resolvePeer);
    }

    /**
     * Sockets to a broker.
     *
     * @param url such as {@code tcp://broker:1883}
     * @param authorities in PEM by which its certificate is checked, or null for those of Java
     * @param own shown to a broker that asks, or null for nothing
     */
    SocketFactory sockets(String url, String authorities, ClientCertificate own) {
        String scheme = url.substring(0, url.indexOf(':'));
        Integer usual = TLS_PORTS.get(scheme);
        if (usual == null) {
            return new EgressSockets(egress);
        }
        Matcher authority = AUTHORITY.matcher(url);
        String port = authority.find() ? authority.group("port") : null;
        return new EgressTlsSockets(
                egress,
                host(url),
                port == null ? usual : Integer.parseInt(port),
                GivenAuthorities.in(authorities, own).getSocketFactory());
    }

    /** What is wrong with values of a group, as far as that shows without asking for a name. */
    List<SettingFault> faults(SettingGroup group, Map<String, Object> given) {
        Object url = group == SettingGroup.MQTT ? given.get(StoredSetting.MQTT_URL.key()) : null;
        if (url == null) {
            return List.of();
        }
        return egress.refusalOfPeer(host(url.toString())).stream()
                .map(
                        why ->
                                new SettingFault(
                                        "/" + StoredSetting.MQTT_URL.key(), "egress_refused", why))
                .toList();
    }

    private static String host(String url) {
        Matcher authority = AUTHORITY.matcher(url);
        return authority.find() ? authority.group("host") : url;
    }

    /**
     * @throws Problem when a NUT server cannot be there
     */
    void require(String host) {
        egress.refusalOfPeer(host)
                .ifPresent(
                        why -> {
                            throw new Problem(ProblemCode.VALIDATION, why);
                        });
    }
}
