package io.github.walnut.cli;

import io.github.walnut.simulation.Scenario;
import io.github.walnut.simulation.ScenarioException;
import io.github.walnut.simulation.ScenarioReader;
import io.github.walnut.simulation.SimulatedNutServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "simulate",
        description = "Run a NUT server without hardware, which plays a scenario file.")
final class SimulateCommand implements Callable<Integer> {

    @ParentCommand private Walnut walnut;

    @Parameters(
            paramLabel = "SCENARIO",
            description = "YAML file: UPSs, and what happens to them in the course of time")
    private Path scenario;

    @Option(
            names = "--port",
            defaultValue = "3493",
            description = "Port to listen on (${DEFAULT-VALUE}; 0 = a free one)")
    private int port;

    @Option(
            names = "--listen",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (${DEFAULT-VALUE})")
    private InetAddress address;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "Simulated seconds per second (${DEFAULT-VALUE})")
    private double speed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output output = walnut.output();
        Scenario story;
        try {
            story = new ScenarioReader().read(TextFiles.read(scenario));
        } catch (ScenarioException e) {
            throw new CliException(CliException.FAILED, scenario + ": " + e.getMessage());
        }
        try (SimulatedNutServer server =
                new SimulatedNutServer(
                        story,
                        address,
                        port,
                        null,
                        speed,
                        step ->
                                output.say(
                                        "at "
                                                + step.at().toSeconds()
                                                + " s: "
                                                + step.ups()
                                                + " "
                                                + step.set()
                                                + (step.fault() == null
                                                        ? ""
                                                        : " fault " + step.fault())))) {
            server.start();
            output.say(
                    "NUT server on "
                            + address.getHostAddress()
                            + ":"
                            + server.port()
                            + ". Ctrl-C ends it.");
            CountDownLatch end = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
            end.await();
        }
        return 0;
    }
}
