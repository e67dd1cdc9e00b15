package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * One command on one host.
 *
 * @param anyExit the driver reads the exit status itself
 * @param lossAccepted the command ends the machine: a connection that goes away is its answer
 */
record SshRequest(
        SshCommand command,
        String stdin,
        boolean read,
        boolean anyExit,
        boolean lossAccepted,
        DeviceSettings settings,
        SshSessions sessions)
        implements DeviceRequest {

    @Override
    public boolean writes() {
        return !read;
    }

    @Override
    public Object preview() {
        return command.line();
    }

    @Override
    public JsonNode send(DeviceCall call) throws DeviceException {
        byte[] input = stdin == null ? new byte[0] : stdin.getBytes(StandardCharsets.UTF_8);
        SshReply reply = sessions.exec(settings, call, command.line(), input);
        if (reply.exit() == null) {
            return lost();
        }
        if (reply.exit() != 0 && !anyExit) {
            throw refused(reply);
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("exit", reply.exit())
                .put("stdout", reply.stdout())
                .put("stderr", reply.stderr());
    }

    private JsonNode lost() throws DeviceException {
        if (!lossAccepted) {
            throw read
                    ? DeviceException.of("protocol", "no_exit_status", lossMessage())
                    : DeviceException.inDoubt("no_exit_status", lossMessage());
        }
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.putNull("exit");
        return reply.put("lost", true);
    }

    private String lossMessage() {
        return "The SSH channel to " + settings.hostId() + " closed without an exit status.";
    }

    private DeviceException refused(SshReply reply) {
        boolean forbidden =
                reply.exit() == 126
                        || reply.exit() == 127
                        || reply.stderr().contains("a password is required");
        String first =
                reply.stderr().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        return DeviceException.of(
                        forbidden ? "forbidden" : "target_failed",
                        "exit_" + reply.exit(),
                        "The command on "
                                + settings.hostId()
                                + " ended with exit status "
                                + reply.exit()
                                + ".")
                .with("exit", reply.exit())
                .remote(first);
    }
}
