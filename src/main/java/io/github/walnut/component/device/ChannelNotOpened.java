package io.github.walnut.component.device;

/** No channel could be opened, so nothing was sent. */
final class ChannelNotOpened extends Exception {

    private static final long serialVersionUID = 1;

    ChannelNotOpened(String message, Throwable cause) {
        super(message, cause);
    }

    DeviceException asFailure(String hostId) {
        return DeviceException.of(
                "unavailable",
                "channel",
                "Host " + hostId + " opened no SSH channel: " + getMessage() + ".",
                this);
    }
}
