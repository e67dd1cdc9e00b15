package io.github.walnut.cli;

import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.Setting;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code walnut}: global options, and the groups below it. */
@Command(
        name = "walnut",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Watches UPSs through Network UPS Tools, and shuts down and brings back what they feed.",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 78 a configuration that cannot be used;",
            "serve also 70 (ended by its watchdog), 75 (to be started again, or the data is in use).",
            "A first installation: walnut init, then walnut serve. To see it first: walnut demo."
        })
public final class Walnut implements Callable<Integer> {

    /** By name, which is not read from the classes: that would load each of them. */
    private static final Map<String, Class<?>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("init", InitCommand.class);
        GROUPS.put("serve", ServeCommand.class);
        GROUPS.put("demo", DemoCommand.class);
        GROUPS.put("simulate", SimulateCommand.class);
        GROUPS.put("db", DbCommand.class);
        GROUPS.put("auth", AuthCommand.class);
        GROUPS.put("keys", KeysCommand.class);
        GROUPS.put("audit", AuditCommand.class);
        GROUPS.put("backup", BackupCommand.class);
        GROUPS.put("config", ConfigCommand.class);
        GROUPS.put("ups", UpsCommand.class);
        GROUPS.put("events", EventsCommand.class);
        GROUPS.put("policies", PoliciesCommand.class);
        GROUPS.put("runs", RunsCommand.class);
        GROUPS.put("obligations", ObligationsCommand.class);
        GROUPS.put("maintenance", MaintenanceCommand.class);
        GROUPS.put("routes", RoutesCommand.class);
        GROUPS.put("hosts", HostsCommand.class);
        GROUPS.put("integrations", IntegrationsCommand.class);
        GROUPS.put("system", SystemCommand.class);
        GROUPS.put("settings", SettingsCommand.class);
        GROUPS.put("mqtt", MqttCommand.class);
        GROUPS.put("users", UsersCommand.class);
        GROUPS.put("tokens", TokensCommand.class);
        GROUPS.put("sessions", SessionsCommand.class);
        GROUPS.put("test", TestCommand.class);
        GROUPS.put("login", LoginCommand.class);
        GROUPS.put("logout", LoginCommand.Logout.class);
        GROUPS.put("whoami", LoginCommand.WhoAmI.class);
        GROUPS.put("completion", CompletionCommand.class);
        GROUPS.put("help", CommandLine.HelpCommand.class);
    }

    /** They look at the others. */
    private static final Set<Class<?>> ABOUT_ALL =
            Set.of(CompletionCommand.class, CommandLine.HelpCommand.class);

    private static final String NO_COLOR = "--no-color";

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
            names = "--ca-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "PEM certificates that an https server is checked by (WALNUT_CA_FILE)")
    private Path caFile;

    @Option(
            names = {"-v", "--verbose"},
            arity = "0",
            scope = ScopeType.INHERIT,
            description = "Print progress, and the cause of a failure in full; repeatable")
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
    private IntSupplier rest;

    public Walnut(Local local, Map<String, String> environment) {
        this.local = local;
        this.environment = environment;
    }

    /** Runs one command line and returns the exit code. */
    public static int run(Local local, Map<String, String> environment, String... args) {
        StandardOutput output = StandardOutput.ofProcess();
        PrintWriter err = StandardOutput.errors();
        int code = run(local, environment, output, err, args);
        if (!output.failed()) {
            return code;
        }
        if (output.reason() != null) {
            err.println("standard output cannot be written: " + output.reason());
        }
        return code == 0 ? CliException.FAILED : code;
    }

    private static int run(
            Local local,
            Map<String, String> environment,
            StandardOutput output,
            PrintWriter err,
            String... args) {
        PrintWriter out = output.writer();
        return run(
                () -> {
                    CommandLine line =
                            commandLine(local, environment, args).setOut(out).setErr(err);
                    if (List.of(args).contains(NO_COLOR)) {
                        line.setColorScheme(
                                CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
                    }
                    return line;
                },
                args);
    }

    /** The same, with what it prints. */
    public static int run(
            Local local,
            Map<String, String> environment,
            PrintWriter out,
            PrintWriter err,
            String... args) {
        return run(() -> commandLine(local, environment, args).setOut(out).setErr(err), args);
    }

    private static int run(Supplier<CommandLine> lines, String... args) {
        Parsed parsed = parsed(lines.get(), args);
        if (parsed.rest() == null) {
            return parsed.code();
        }
        try {
            return parsed.rest().getAsInt();
        } catch (RuntimeException e) {
            CommandLine again = lines.get();
            again.parseArgs(args);
            return new CliFailures(again.getCommand()).failed(e, again);
        }
    }

    /**
     * @param rest what runs for days, without the model of all commands, which takes megabytes;
     *     null when the command has ended
     */
    private record Parsed(int code, IntSupplier rest) {}

    private static Parsed parsed(CommandLine line, String... args) {
        int code = line.execute(args);
        Walnut walnut = line.getCommand();
        return new Parsed(code, walnut.rest);
    }

    /** Goes on with this once the command line is forgotten; it must not hold any of it. */
    void goOn(IntSupplier work) {
        rest = work;
    }

    /**
     * @param args what will be parsed: of all groups that are not asked for no model is made, which
     *     would take most of the time of a command
     */
    static CommandLine commandLine(Local local, Map<String, String> environment, String... args) {
        Walnut walnut = new Walnut(local, environment);
        CommandLine line = new CommandLine(walnut);
        groups(line.getCommandSpec(), args).forEach(line::addSubcommand);
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

    /** The one that is named behind options of the program, or all where none is. */
    private static Collection<Class<?>> groups(CommandSpec program, String... args) {
        int at = 0;
        while (at < args.length && args[at].startsWith("-")) {
            OptionSpec option = program.optionsMap().get(args[at].replaceFirst("=.*", ""));
            if (option == null || option.usageHelp()) {
                return GROUPS.values();
            }
            at += option.arity().max() > 0 && !args[at].contains("=") ? 2 : 1;
        }
        Class<?> named = at < args.length ? GROUPS.get(args[at]) : null;
        return named == null || ABOUT_ALL.contains(named) ? GROUPS.values() : List.of(named);
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
        err.println("warning: " + TerminalText.lines(text));
        err.flush();
    }

    /** What a person may want to know besides the result; never on standard output. */
    void hint(String text) {
        if (!quiet && !json) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(TerminalText.lines(text));
            err.flush();
        }
    }

    /** For work that takes a while: at a terminal, or with {@code --verbose} in plain lines. */
    Progress progress() {
        PrintWriter err = spec.commandLine().getErr();
        if (quiet || json) {
            return new Progress(err, Progress.Form.NONE);
        }
        if (Terminal.showsErrors()) {
            return new Progress(err, Progress.Form.OVERWRITTEN);
        }
        return new Progress(err, verbose() ? Progress.Form.LINES : Progress.Form.NONE);
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

    /** A variable of the environment that is none of walNUT's own. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
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

    /** Which server is asked, and as whom. */
    ServerAccess access() {
        return new ServerAccess(server, tokenFile, caFile, environment, local, this::configuration);
    }

    ApiClient api() {
        return access().client();
    }
}
