package io.github.walnut.cli;

import io.github.walnut.config.Setting;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "serve", aliases = "run", description = "Run the server.")
final class ServeCommand implements Callable<Integer> {

    @ParentCommand private Walnut walnut;

    @Option(names = "--port", description = "Port of API and console (WALNUT_HTTP_PORT, 8000)")
    private Integer port;

    @Option(names = "--host", description = "Address to listen on (WALNUT_HTTP_HOST, 0.0.0.0)")
    private String host;

    @Override
    public Integer call() {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        if (port != null) {
            options.put(Setting.HTTP_PORT, port.toString());
        }
        if (host != null) {
            options.put(Setting.HTTP_HOST, host);
        }
        return walnut.local().serve(walnut.configuration(options));
    }
}
