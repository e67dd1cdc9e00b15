package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;

/** Commands over SSH, on one kept session per host. */
final class SshTransport implements DeviceTransport {

    private final SshSessions sessions;

    SshTransport(Egress egress) {
        this.sessions = new SshSessions(egress);
    }

    @Override
    public String name() {
        return "ssh";
    }

    @Override
    public String planKind() {
        return "cli";
    }

    @Override
    public DeviceRequest prepare(JsonNode request, DeviceSettings settings) throws DeviceException {
        return new SshRequest(
                SshCommand.of(request.path("command")),
                request.path("stdin").asText(null),
                request.path("read").asBoolean(false),
                request.path("any_exit").asBoolean(false),
                request.path("loss_ok").asBoolean(false),
                settings,
                sessions);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
