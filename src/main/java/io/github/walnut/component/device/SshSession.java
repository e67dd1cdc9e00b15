package io.github.walnut.component.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;

/** An authenticated session, shared by up to four commands at a time. */
final class SshSession implements AutoCloseable {

    private static final int CHANNELS = 4;
    private static final Duration OPEN = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ClientSession session;
    private final String revision;
    private final Semaphore channels = new Semaphore(CHANNELS, true);
    private int users;
    private boolean retired;

    SshSession(ClientSession session, String revision) {
        this.session = session;
        this.revision = revision;
    }

    boolean usable(String wanted) {
        return !retired() && session.isOpen() && !session.isClosing() && revision.equals(wanted);
    }

    /** Closes it as soon as nobody waits for an answer on it any more. */
    synchronized void retire() {
        retired = true;
        if (users == 0) {
            close();
        }
    }

    private synchronized boolean retired() {
        return retired;
    }

    private synchronized void enter() throws ChannelNotOpened {
        if (retired) {
            throw new ChannelNotOpened("the session is being replaced", null);
        }
        users++;
    }

    private synchronized void leave() {
        users--;
        if (retired && users == 0) {
            close();
        }
    }

    SshReply exec(DeviceCall call, String command, byte[] input)
            throws DeviceException, ChannelNotOpened {
        enter();
        try {
            acquire(call.left(LONGEST));
            try {
                return onChannel(call, command, input);
            } finally {
                channels.release();
            }
        } finally {
            leave();
        }
    }

    private SshReply onChannel(DeviceCall call, String command, byte[] input)
            throws DeviceException, ChannelNotOpened {
        LimitedOutput stdout = new LimitedOutput(call.replyLimit());
        LimitedOutput stderr = new LimitedOutput(call.replyLimit());
        ChannelExec channel = create(command);
        try {
            channel.setIn(new ByteArrayInputStream(input));
            channel.setOut(stdout);
            channel.setErr(stderr);
            open(channel, call);
            Set<ClientChannelEvent> events =
                    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), call.left(LONGEST));
            if (stdout.overflown() || stderr.overflown()) {
                throw DeviceException.of(
                        "protocol",
                        "reply_too_large",
                        "The command answered more than " + call.replyLimit() + " bytes.");
            }
            if (events.contains(ClientChannelEvent.TIMEOUT)) {
                throw DeviceException.inDoubt("no_answer", "The command did not end in time.");
            }
            return new SshReply(channel.getExitStatus(), stdout.text(), stderr.text());
        } finally {
            if (!channel.isClosed()) {
                channel.close(true);
            }
        }
    }

    private ChannelExec create(String command) throws ChannelNotOpened {
        try {
            return session.createExecChannel(command);
        } catch (IOException | IllegalStateException failure) {
            throw new ChannelNotOpened("the session is gone", failure);
        }
    }

    /**
     * Opening and the exec request are one future. Only a refusal to open proves that nothing was
     * sent; what breaks afterwards shows as a channel without exit status.
     */
    private static void open(ChannelExec channel, DeviceCall call)
            throws ChannelNotOpened, DeviceException {
        Duration limit = call.left(OPEN);
        try {
            channel.open().verify(limit);
        } catch (IOException failure) {
            if (channel.getRecipient() != -1) {
                throw DeviceException.inDoubt(
                        "exec_request", "The command may have reached the host.");
            }
            throw new ChannelNotOpened(String.valueOf(failure.getMessage()), failure);
        }
    }

    private void acquire(Duration limit) throws DeviceException {
        try {
            if (!channels.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw DeviceException.of(
                        "timeout", "busy", "All SSH channels of the host stayed busy.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DeviceException.of(
                    "cancelled", "interrupted", "The call was ended.", interrupted);
        }
    }

    @Override
    public void close() {
        session.close(true);
    }
}
