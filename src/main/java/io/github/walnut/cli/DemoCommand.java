package io.github.walnut.cli;

import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "demo",
        description =
                "Play an outage: a server with a simulated UPS and virtual targets. Nothing is sent outside.")
final class DemoCommand implements Callable<Integer> {

    /** Beyond it the mains are back before a policy has waited. */
    private static final int FASTEST = 50;

    /** Short enough to be typed again. */
    private static final int SEEDS = 10_000;

    @ParentCommand private Walnut walnut;

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "Port of the console (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--speed",
            defaultValue = "10",
            description =
                    "Simulated seconds per second (${DEFAULT-VALUE}); policies wait in real ones")
    private double speed;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "The same number plays the same outage; else one by chance, which is told")
    private Integer seed;

    @Option(
            names = "--with-parent",
            description =
                    "End when the process that started it has ended, or one above that (mvn -Pdemo)")
    private boolean withParent;

    @Override
    public Integer call() {
        if (!(speed > 0 && speed <= FASTEST)) {
            throw new CliException(
                    CliException.USAGE,
                    "--speed: expected more than 0, at most " + FASTEST + ", got " + speed);
        }
        int chance = seed == null ? new SecureRandom().nextInt(SEEDS) : seed;
        return walnut.local().demo(port, speed, chance, withParent);
    }
}
