package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Host;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be said against a call before the target is asked. */
final class HostChecks {

    private HostChecks() {}

    static List<DriverResult.Check> of(Optional<Host> host, Optional<Capability.Verb> verb) {
        return List.of(
                new DriverResult.Check(
                        "host_state",
                        refusal(host).isEmpty(),
                        Map.of("state", host.map(h -> h.state().word()).orElse("gone"))),
                new DriverResult.Check("capability", verb.isPresent(), Map.of()));
    }

    /** Why nothing may be sent, as a word of the journal. */
    static Optional<String> refusal(Optional<Host> host, Optional<Capability.Verb> verb) {
        Optional<String> byHost = refusal(host);
        return byHost.isPresent() || verb.isPresent() ? byHost : Optional.of(Reasons.UNSUPPORTED);
    }

    private static Optional<String> refusal(Optional<Host> host) {
        if (host.isEmpty()) {
            return Optional.of(Reasons.HOST_GONE);
        }
        if (!host.get().enabled()) {
            return Optional.of(Reasons.HOST_DISABLED);
        }
        return switch (host.get().state()) {
            case NEEDS_REVIEW -> Optional.of(Reasons.NEEDS_REVIEW);
            case TYPE_UNAVAILABLE -> Optional.of(Reasons.UNSUPPORTED);
            default -> Optional.empty();
        };
    }
}
