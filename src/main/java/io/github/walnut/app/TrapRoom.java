package io.github.walnut.app;

import io.github.walnut.component.device.TrapPort;
import io.github.walnut.component.device.TrapReceiver;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.config.TrapUsers;
import io.github.walnut.ups.TrapNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route of traps as the settings want it: while they are off it stands still, no port is open
 * and nothing of the library is loaded. A port that cannot be opened is a trouble, not the end of
 * the start.
 */
final class TrapRoom implements TrapPort, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrapRoom.class);

    private static final String ROUTE = "trap-receive";

    private final SettingsDesk desk;
    private final TrapDesk traps;
    private final HostSources hosts;
    private final CamelContext camel;
    private final BiConsumer<String, String> trouble;

    /**
     * @param trouble takes status and text of the health; a null text when it is over
     */
    TrapRoom(
            SettingsDesk desk,
            TrapDesk traps,
            HostSources hosts,
            CamelContext camel,
            BiConsumer<String, String> trouble) {
        this.desk = desk;
        this.traps = traps;
        this.hosts = hosts;
        this.camel = camel;
        camel.getRegistry().bind("trapPort", this);
        camel.getRegistry().bind("trapDesk", traps);
        this.trouble = trouble;
        desk.inForce().onChange(SettingGroup.TRAPS, this::open);
    }

    static TrapNames names() {
        try (InputStream in = TrapRoom.class.getResourceAsStream("/snmp-traps.txt")) {
            return TrapNames.read(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the names of traps cannot be read", e);
        }
    }

    /** Opens the port that the settings name, in the place of the one before. */
    synchronized void open() {
        close();
        trouble.accept(null, null);
        SettingsInForce settings = desk.inForce();
        if (!settings.flag(StoredSetting.TRAPS_ENABLED)) {
            return;
        }
        String listen = settings.text(StoredSetting.TRAPS_LISTEN);
        if (camel.getRoute(ROUTE) == null) {
            LOG.error("SNMP traps are not heard: there is no route {}", ROUTE);
            trouble.accept("error", "There is no route " + ROUTE);
            return;
        }
        try {
            hosts.watch();
            camel.getRouteController().startRoute(ROUTE);
            LOG.info("SNMP traps are heard on UDP {}", listen);
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            LOG.error("SNMP traps are not heard: UDP {}: {}", listen, cause.getMessage());
            trouble.accept("error", "UDP " + listen + " cannot be opened: " + cause.getMessage());
        }
    }

    @Override
    public Terms terms() {
        String listen = desk.inForce().text(StoredSetting.TRAPS_LISTEN);
        int colon = listen.lastIndexOf(':');
        try {
            return new Terms(
                    InetAddress.getByName(listen.substring(0, colon)),
                    Integer.parseInt(listen.substring(colon + 1)),
                    secret(StoredSetting.TRAPS_COMMUNITY),
                    users());
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean known(String source) {
        return traps.known(source);
    }

    @Override
    public void refused(String why) {
        traps.refused(why);
    }

    private List<TrapReceiver.User> users() {
        return TrapUsers.of(secret(StoredSetting.TRAPS_V3_USERS)).stream()
                .map(user -> new TrapReceiver.User(user.name(), user.auth(), user.priv()))
                .toList();
    }

    private String secret(StoredSetting setting) {
        return desk.secret(setting)
                .map(
                        word -> {
                            String text = new String(word);
                            Arrays.fill(word, '\0');
                            return text;
                        })
                .orElse(null);
    }

    @Override
    public synchronized void close() {
        hosts.close();
        if (camel.getRoute(ROUTE) == null) {
            return;
        }
        try {
            camel.getRouteController().stopRoute(ROUTE);
        } catch (Exception e) {
            LOG.warn("the port of traps did not close: {}", e.getMessage());
        }
    }
}
