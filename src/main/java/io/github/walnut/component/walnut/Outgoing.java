package io.github.walnut.component.walnut;

/** All that routes of operators can cause outside of themselves, but for lines in the log. */
public record Outgoing(PolicyStarter starter, Teller teller, ConnectionSender sender) {

    /** For a trial, in which nothing is caused. */
    public static Outgoing nowhere() {
        return new Outgoing(
                (route, policy, ups) -> {
                    throw new IllegalStateException("a trial starts no policy");
                },
                (route, channel, severity, text) -> {
                    throw new IllegalStateException("a trial tells nobody");
                },
                wish -> {
                    throw new IllegalStateException("a trial sends nothing");
                });
    }
}
