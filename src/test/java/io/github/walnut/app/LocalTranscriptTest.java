package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.cli.Walnut;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What commands print that need no server, played on this disk. Run with {@code
 * -Dwalnut.write-reference=true} to write down what they print now.
 */
class LocalTranscriptTest {

    private static final Path FILE = Path.of("src/test/resources/cli/local/10-this-machine.txt");
    private static final String KEY = "Tr0ub4dor&3-and-a-second-sentence";

    /** Every opening of a database derives a key: the second form of a few is left to long runs. */
    private static final boolean WHOLE =
            "long".equals(System.getProperty("test.profile"))
                    || Boolean.getBoolean("walnut.write-reference");

    private static final Pattern LATER =
            Pattern.compile(
                    "\\$ walnut (.* --loud|--json test all|serve --check|test database --samples 1"
                            + "|--json db (init|stats|vacuum)|db (health|version)|--json audit verify"
                            + "|keys (validate|rotate kek|rotate db --new-key-file <dir>/key)"
                            + "|--json backup (create --out|verify) .*)");

    @TempDir private Path folder;
    private final CommandTranscript transcript = new CommandTranscript();
    private final Map<String, String> environment = new HashMap<>();

    private void prepare() throws IOException {
        environment.put("WALNUT_ENV", "test");
        environment.put("WALNUT_DB_KEY", KEY);
        environment.put("WALNUT_JWT_SECRET", "0123456789abcdefghijklmnopqrstuv");
        environment.put("WALNUT_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("WALNUT_DATA_DIR", folder.resolve("data").toString());
        environment.put("WALNUT_DB_KDF_ITER", "64000");
        environment.put("WALNUT_ARGON2_PROFILE", "test");
        environment.put("NUT_HOST", "127.0.0.1");
        environment.put("NUT_PORT", "9");
        environment.put("XDG_CONFIG_HOME", folder.resolve("home").toString());
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("password"), "a-long-and-quiet-river\n");
        Files.writeString(folder.resolve("passphrase"), "another-long-and-quiet-river\n");
        Files.writeString(folder.resolve("short"), "brook\n");
        Files.writeString(folder.resolve("key"), KEY + "\n");
        Files.writeString(folder.resolve("new-secret"), "vutsrqponmlkjihgfedcba9876543210\n");
    }

    @Test
    @Requirement({"OPS-40", "OPS-41", "OPS-42"})
    void every_local_command_prints_what_its_transcript_shows() throws IOException {
        prepare();
        StringBuilder now = new StringBuilder();
        for (List<String> block : CommandTranscript.blocks(Files.readAllLines(FILE))) {
            if (!WHOLE && block.stream().anyMatch(line -> LATER.matcher(line).matches())) {
                block.forEach(line -> now.append(line).append('\n'));
                continue;
            }
            for (String line : block) {
                if (line.isBlank() || line.startsWith("#")) {
                    now.append(line).append('\n');
                } else if (line.startsWith("$ walnut")) {
                    now.append(line).append('\n').append(ran(line));
                }
            }
        }
        if (Boolean.getBoolean("walnut.write-reference")) {
            Files.writeString(FILE, now);
        }
        assertThat(now.toString()).isEqualTo(Files.readString(FILE));
    }

    private String ran(String line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words =
                transcript.arguments(line).stream()
                        .map(word -> word.replace("<dir>", folder.toString()))
                        .toList();
        int code =
                Walnut.run(
                        new LocalMachine(),
                        environment,
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        words.toArray(String[]::new));
        StringBuilder text =
                new StringBuilder(
                        shown(out, line.contains(" --json ") || line.contains("policies schema")));
        shown(err, false).lines().forEach(said -> text.append("! ").append(said).append('\n'));
        return text.append("= ").append(code).append('\n').toString();
    }

    /** Without what the disk, the clock and chance decide. */
    private String shown(StringWriter printed, boolean json) {
        return transcript
                .printed(printed.toString(), json)
                .replace(folder.toString(), "<dir>")
                .replaceAll("(?s)(last_backup +\\S+\n).*", "$1<rows of each table>\n")
                .replaceAll("\\{api_tokens [^}]*\\}", "{<each table>}")
                .replaceAll("(?s)^api_tokens .*", "<rows of each table>\n")
                .replaceAll("(?s)^(?:#!|autoload).*", "<script>\n")
                .replaceAll("(?s)^(SETTING .*?\n).*", "$1<each setting>\n")
                .replaceAll("(?m)^(\"?)(?:[A-Za-z0-9]{48}|[A-Za-z0-9]{40})(\"?)$", "$1<key>$2")
                .replaceAll("one of generic\\.http, [^']*, got", "one of <types>, got")
                .replaceAll("(?m)(?:^type [a-z.]+  true  -\n)+", "<each type>\n")
                .replaceAll("(?m)^warning: (?:unknown property )?walnut\\.\\S+.*\n", "")
                .replaceAll("\\b[0-9a-f]{64}\\b", "<hash>")
                .replaceAll("(?m)^[A-Za-z0-9_-]{43}$", "<token>")
                .replaceAll("(\"token\" : \")[^\"]+", "$1<token>")
                .replaceAll("at version \\d+", "at version <n>")
                .replaceAll("\\d{8}T\\d{6,9}Z", "<time>")
                .replaceAll("walnut-[^/]*-<time>\\.wnb", "walnut-<host>-<time>.wnb")
                .replaceAll("(?m)^(host +)\\S+$", "$1<host>")
                .replaceAll(
                        "(?m)^((?:\\w*bytes\\w*|\\w+_ms|schema|rows|audit_seq|pages|free_pages) +)\\d+$",
                        "$1<n>")
                .replaceAll("(\"(?:schema|before|bytes_before|bytes_after)\" : )\\d+", "$1<n>");
    }
}
