package io.github.walnut.cli;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.Setting;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code walnut}: global options, and the groups below it. */
@Command(
        name = "walnut",
        mixinStandardHelpOptions = true,
        versionProvider = Walnut.Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Watches UPSs through Network UPS Tools, and shuts down and brings back what they feed.",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage; serve also 75 (data in use), 78 (configuration).",
            "A first installation: walnut keys generate (twice), set WALNUT_DB_KEY and WALNUT_JWT_SECRET,",
            "walnut db init, walnut auth create-admin --email you@example.org, walnut serve."
        },
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            SimulateCommand.class,
            DbCommand.class,
            AuthCommand.class,
            KeysCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            ConfigCommand.class,
            UpsCommand.class,
            EventsCommand.class,
            PoliciesCommand.class,
            RunsCommand.class,
            ObligationsCommand.class,
            MaintenanceCommand.class,
            RoutesCommand.class,
            HostsCommand.class,
            IntegrationsCommand.class,
            SystemCommand.class,
            SettingsCommand.class,
            MqttCommand.class,
            UsersCommand.class,
            TokensCommand.class,
            SessionsCommand.class,
            TestCommand.class,
            LoginCommand.class,
            LoginCommand.Logout.class,
            LoginCommand.WhoAmI.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Walnut implements Callable<Integer> {

    private static final String NO_COLOR = "--no-color";
    private static final String TOKEN_FILE = "WALNUT_TOKEN_FILE";

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print exactly one JSON value")
    private boolean json;

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description =
                    "The server that remote commands ask (WALNUT_SERVER, the one of this machine's settings)")
    private String server;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "File with an access token; else WALNUT_TOKEN, a kept login, the keys of this machine")
    private Path tokenFile;

    @Option(
            names = "--data-dir",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Folder of the database (WALNUT_DATA_DIR, ./data)")
    private String dataDir;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Print the cause of a failure in full; repeatable")
    private boolean[] verbose = {};

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print results only, neither what was done nor progress")
    private boolean quiet;

    @Option(
            names = NO_COLOR,
            scope = ScopeType.INHERIT,
            description = "Plain text in help (NO_COLOR)")
    private boolean noColor;

    @Spec private CommandSpec spec;

    private final Local local;
    private final Map<String, String> environment;

    public Walnut(Local local, Map<String, String> environment) {
        this.local = local;
        this.environment = environment;
    }

    /** Runs one command line and returns the exit code. */
    public static int run(Local local, Map<String, String> environment, String... args) {
        CommandLine line = commandLine(local, environment);
        if (List.of(args).contains(NO_COLOR)) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        return line.execute(args);
    }

    /** The same, with what it prints. */
    public static int run(
            Local local,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err,
            String... args) {
        return commandLine(local, environment).setOut(out).setErr(err).execute(args);
    }

    static CommandLine commandLine(Local local, Map<String, String> environment) {
        Walnut walnut = new Walnut(local, environment);
        CommandLine line = new CommandLine(walnut);
        CliFailures failures = new CliFailures(walnut);
        line.setExecutionExceptionHandler((e, command, parsed) -> failures.failed(e, command));
        line.setParameterExceptionHandler(failures::misused);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands().values().forEach(Walnut::withoutFooter);
        if (environment.containsKey("NO_COLOR")) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        return line;
    }

    /** What stands below the help of the whole program is not repeated below each command's. */
    private static void withoutFooter(CommandLine command) {
        command.getCommandSpec().usageMessage().footer(new String[0]);
        command.getSubcommands().values().forEach(Walnut::withoutFooter);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "expected a command");
    }

    void warn(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("warning: " + text);
        err.flush();
    }

    /** What a person may want to know besides the result; never on standard output. */
    void hint(String text) {
        if (!quiet && !json) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(text);
            err.flush();
        }
    }

    CommandLine commandLine() {
        return spec.commandLine();
    }

    Local local() {
        return local;
    }

    Output output() {
        return new Output(spec.commandLine().getOut(), json, quiet);
    }

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose.length > 0;
    }

    Configuration configuration() {
        return configuration(Map.of());
    }

    Configuration configuration(Map<Setting, String> options) {
        return configuration(options, null);
    }

    /**
     * @param envFile variables besides those of the environment, or null
     */
    Configuration configuration(Map<Setting, String> options, Path envFile) {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.putAll(options);
        if (dataDir != null) {
            all.put(Setting.DATA_DIR, dataDir);
        }
        PrintWriter err = spec.commandLine().getErr();
        ConfigurationReader reader =
                new ConfigurationReader(
                        environment,
                        System.getProperties(),
                        warning -> err.println("warning: " + warning));
        return (envFile == null ? reader : reader.with(envFile)).read(all);
    }

    ApiClient api() {
        return new ApiClient(serverAddress(), token());
    }

    /** Without {@code --yes}, the word has to be typed. */
    void confirm(boolean yes, String word, String what) {
        if (yes) {
            return;
        }
        Console console =
                Terminal.console()
                        .orElseThrow(
                                () ->
                                        new CliException(
                                                CliException.USAGE, what + " Expected --yes."));
        if (!word.equals(console.readLine("%s Type %s to go on: ", what, word))) {
            throw new CliException(CliException.FAILED, "Nothing was done.");
        }
    }

    /** A server was named, or a token given: commands that can do both ask it. */
    boolean remote() {
        return server != null
                || tokenFile != null
                || environment.containsKey("WALNUT_TOKEN")
                || environment.containsKey(TOKEN_FILE);
    }

    URI serverAddress() {
        String named = server != null ? server : environment.get("WALNUT_SERVER");
        String address = named != null ? named : ownAddress();
        try {
            URI uri = URI.create(address.endsWith("/") ? address : address + "/");
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below, in our words
        }
        throw new CliException(
                CliException.USAGE,
                "--server: expected an address such as http://127.0.0.1:8000, got '"
                        + address
                        + "'");
    }

    /** Where the server of this machine listens, by the settings that it reads itself. */
    private String ownAddress() {
        ConfigurationReader reader =
                new ConfigurationReader(environment, System.getProperties(), ignored -> {});
        String host = reader.only(Setting.HTTP_HOST);
        if (Set.of("0.0.0.0", "::", "[::]").contains(host)) {
            host = "127.0.0.1";
        } else if (host.contains(":") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        return "http://" + host + ":" + reader.only(Setting.HTTP_PORT);
    }

    KeptLogins logins() {
        return new KeptLogins(environment, Clock.systemUTC());
    }

    private String token() {
        if (tokenFile != null) {
            return read(tokenFile);
        }
        if (environment.get(TOKEN_FILE) != null) {
            return read(Path.of(environment.get(TOKEN_FILE)));
        }
        if (environment.get("WALNUT_TOKEN") != null) {
            return environment.get("WALNUT_TOKEN");
        }
        Optional<String> kept = logins().token(serverAddress());
        if (kept.isPresent()) {
            return kept.get();
        }
        Configuration configuration = configuration();
        if (configuration.text(Setting.DB_KEY) == null
                || configuration.text(Setting.JWT_SECRET) == null) {
            throw new CliException(
                    CliException.FAILED,
                    "Not logged in: expected walnut login, WALNUT_TOKEN or --token-file, or on the server's own machine WALNUT_DB_KEY and WALNUT_JWT_SECRET.");
        }
        return local.localToken(configuration);
    }

    /** The text of a file without blanks around it. */
    static String read(Path file) {
        return content(file).strip();
    }

    static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CliException(CliException.USAGE, file + ": expected a file, found none.", e);
        } catch (IOException e) {
            throw new CliException(
                    CliException.USAGE, file + ": expected a readable file: " + e.getMessage(), e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CliException(CliException.FAILED, file + " cannot be written: " + e, e);
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Walnut.class.getPackage().getImplementationVersion();
            return new String[] {"walnut " + (version == null ? "(built from source)" : version)};
        }
    }
}
