package io.github.walnut.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "demo",
        description =
                "Play an outage: a server with a simulated UPS and virtual targets. Nothing is sent outside.")
final class DemoCommand implements Callable<Integer> {

    @ParentCommand private Walnut walnut;

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "Port of the console (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "How fast the story runs (${DEFAULT-VALUE})")
    private double speed;

    @Override
    public Integer call() {
        if (speed <= 0 || speed > 20) {
            throw new CliException(
                    CliException.USAGE, "--speed: expected more than 0, at most 20, got " + speed);
        }
        return walnut.local().demo(port, speed);
    }
}
