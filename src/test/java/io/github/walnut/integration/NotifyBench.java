package io.github.walnut.integration;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import java.util.HashMap;
import java.util.Map;

/** Channels of every kind with their secrets, all of them recognisable. */
final class NotifyBench implements AutoCloseable {

    static final String CANARY = "canary4f7a9b3c";
    static final String BOT = "123456:" + CANARY;
    static final String SIGNING = "whsec_Y2FuYXJ5NGY3YTliM2M=";

    final DriverBench drivers;

    NotifyBench() throws Exception {
        drivers =
                DriverBench.start()
                        .secret("token", CANARY)
                        .secret("password", CANARY)
                        .secret("bot_token", BOT)
                        .secret("signing_secret", SIGNING);
    }

    /** A channel at this address, in clear text as it is there. */
    Host channel(String kind, String url, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>();
        config.put("kind", kind);
        config.put("insecure", true);
        config.put("topic", "power");
        config.put("chat_id", "-100200300");
        config.put("user", "u123");
        config.put("room_id", "!room:example.org");
        config.put("url", url);
        config.put("homeserver", url);
        config.putAll(more);
        drivers.secret("webhook_url", url + "/services/T0/B0/" + CANARY + "?sig=" + CANARY);
        return drivers.host("alarm-" + kind, "notify", config);
    }

    DriverResult send(Mode mode, Host channel, Map<String, Object> params) {
        return drivers.call(
                mode, channel, Target.ofHost(channel), "notify.send", "send", params, 15_000);
    }

    DriverResult test(Host channel) {
        return drivers.call(Mode.TEST, channel, null, null, null, Map.of());
    }

    @Override
    public void close() {
        drivers.close();
    }
}
