package io.github.walnut.integration;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Sends a marked message over a channel, now, and tells how far it came (NTF-9). {@link HostTester}
 * tries the same connection without telling anybody anything.
 */
public final class ChannelTester {

    private static final long LIMIT_MILLIS = 15_000;
    private static final Set<ErrorClass> OF_THE_LOGIN =
            Set.of(ErrorClass.UNAUTHENTICATED, ErrorClass.FORBIDDEN);

    private final KameletDrivers drivers;

    public ChannelTester(KameletDrivers drivers) {
        this.drivers = drivers;
    }

    /**
     * @param channel a host of type {@code notify}, stored or not yet
     * @param secrets what was entered, or what is stored
     * @return steps {@code dns}, {@code connect}, {@code trust} where there is TLS, {@code
     *     authenticate} and {@code accepted} with the peer's status; the first that failed is the
     *     last
     */
    public HostTester.Report send(Host channel, HostSecrets secrets, String correlationId) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("title", "Test of channel " + channel.name());
        params.put("message", "TEST: walNUT sent this at " + now + ". Nothing has happened.");
        params.put("severity", "info");
        params.put("delivery_id", UUID.randomUUID().toString());
        Traced traced =
                drivers.traced(
                        new DriverCall(
                                Mode.EXECUTE,
                                channel,
                                Target.ofHost(channel),
                                "notify.send",
                                "send",
                                params,
                                Map.of(),
                                null,
                                null,
                                correlationId,
                                1,
                                LIMIT_MILLIS),
                        secrets,
                        true);
        DriverResult result = traced.result();
        return new HostTester.Report(
                result.ok(),
                result.ok() ? "ok" : "error",
                result.ok() ? null : result.error().errorClass(),
                result.durationMillis(),
                result.ok() ? "The channel took the message." : result.reason(),
                steps(traced.trace().phases(), result),
                HostTester.details(result));
    }

    private static List<Map<String, Object>> steps(
            List<Map<String, Object>> phases, DriverResult result) {
        List<Map<String, Object>> steps = new ArrayList<>(phases);
        if (phases.isEmpty() && !result.ok()) {
            steps.add(step(HostTester.stepOf(result.error()), result, result.durationMillis()));
            return steps;
        }
        Map<String, Object> last = new LinkedHashMap<>(phases.get(phases.size() - 1));
        if (Boolean.FALSE.equals(last.get("ok"))) {
            last.put("error", error(result));
            steps.set(steps.size() - 1, last);
            return steps;
        }
        Object status = status(result);
        boolean login = !result.ok() && OF_THE_LOGIN.contains(result.error().errorClass());
        boolean known = last.get("step").equals("authenticate");
        if (login) {
            steps.add(answered("authenticate", result, status));
            return steps;
        }
        if (!known && status != null) {
            steps.add(step("authenticate", null, 0));
        }
        steps.add(answered("accepted", result, status));
        return steps;
    }

    private static Map<String, Object> answered(String name, DriverResult result, Object status) {
        Map<String, Object> step = step(name, result.ok() ? null : result, result.durationMillis());
        if (status != null) {
            step.put("details", Map.of("status", status));
        }
        return step;
    }

    private static Map<String, Object> step(String name, DriverResult failure, long millis) {
        Map<String, Object> step = HostTester.step(name, failure == null, millis);
        if (failure != null) {
            step.put("error", error(failure));
        }
        return step;
    }

    private static Map<String, Object> error(DriverResult result) {
        return Map.of("class", result.error().errorClass().word(), "code", result.error().code());
    }

    /** The peer's own, null when it answered none. */
    private static Object status(DriverResult result) {
        if (result.ok()) {
            return result.evidence().items().stream()
                    .map(item -> item.get("value"))
                    .findFirst()
                    .orElse(null);
        }
        String code = result.error().code();
        return code.matches("(http|smtp)_\\d{3}") ? Integer.valueOf(code.substring(5)) : null;
    }
}
