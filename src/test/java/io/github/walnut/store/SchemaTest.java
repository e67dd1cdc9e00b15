package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the schema to its rules, to the code that uses it and to the page that describes it. */
class SchemaTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/walnut/store");
    private static final Path PAGE = Path.of("docs/reference/database.md");

    /** Of Flyway, and of SQLite for AUTOINCREMENT. */
    private static final Set<String> FOREIGN = Set.of("flyway_schema_history", "sqlite_sequence");

    @TempDir Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Map<String, String> tables() {
        Map<String, String> tables = new TreeMap<>();
        database
                .reader()
                .sql("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
                .query(Row.to(row -> Map.entry(row.text("name"), row.text("sql"))))
                .list()
                .stream()
                .filter(table -> !FOREIGN.contains(table.getKey()))
                .forEach(table -> tables.put(table.getKey(), table.getValue()));
        return tables;
    }

    record Column(String name, String type, boolean notNull, int key) {}

    private List<Column> columns(String table) {
        return database.reader()
                .sql("SELECT * FROM pragma_table_info(?)")
                .param(table)
                .query(
                        Row.to(
                                row ->
                                        new Column(
                                                row.text("name"),
                                                row.text("type"),
                                                row.flag("notnull"),
                                                row.integer("pk"))))
                .list();
    }

    @Test
    @Requirement("OPS-31")
    void every_table_is_strict_and_named_in_plural_snake_case() {
        tables().forEach(
                        (name, sql) -> {
                            assertThat(sql).as(name).containsPattern("\\) STRICT");
                            assertThat(name).matches("[a-z]+(_[a-z]+)*");
                        });
    }

    @Test
    @Requirement("OPS-31")
    void times_are_integers_and_ids_are_text() {
        for (String table : tables().keySet()) {
            for (Column column : columns(table)) {
                String where = table + "." + column.name();
                if (column.name().endsWith("_at") || column.name().equals("ts")) {
                    assertThat(column.type()).as(where).isEqualTo("INTEGER");
                }
                if (column.name().equals("id")) {
                    assertThat(column.type()).as(where).isEqualTo("TEXT");
                    assertThat(column.notNull()).as(where).isTrue();
                }
            }
        }
    }

    @Test
    @Requirement("OPS-31")
    void json_booleans_and_words_are_checked() {
        String sql = String.join("\n", tables().values());
        for (String json :
                List.of("attrs", "config", "labels", "findings", "conditions", "fields")) {
            assertThat(sql)
                    .containsPattern(json + " +TEXT .*CHECK \\(json_valid\\(" + json + "\\)\\)");
        }
        for (String flag : List.of("absent", "pinned", "synthetic", "armed", "active", "enabled")) {
            assertThat(sql)
                    .containsPattern(flag + " +INTEGER .*CHECK \\(" + flag + " IN \\(0, 1\\)\\)");
        }
        for (String word : List.of("severity", "power_source", "status", "kind", "mode", "role")) {
            assertThat(sql)
                    .containsPattern(word + " +TEXT +NOT NULL\\s+CHECK \\(" + word + " IN \\('");
        }
    }

    @Test
    @Requirement("OPS-31")
    void every_foreign_key_says_what_happens_on_delete() {
        tables().forEach(
                        (name, sql) ->
                                sql.lines()
                                        .filter(line -> line.contains("REFERENCES"))
                                        .forEach(
                                                line ->
                                                        assertThat(line)
                                                                .as(name)
                                                                .contains("ON DELETE")));
    }

    @Test
    @Requirement("OPS-31")
    void every_index_is_named_after_its_table_and_columns() {
        List<String> names =
                database.reader()
                        .sql(
                                "SELECT name || ' ' || tbl_name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name NOT LIKE 'flyway%'")
                        .query(String.class)
                        .list();
        assertThat(names).isNotEmpty();
        for (String line : names) {
            String[] words = line.split(" ");
            assertThat(words[0]).startsWith(words[1] + "_by_");
        }
    }

    /** The rows of the page's tables: name, columns, owner. */
    private static Map<String, String[]> page() throws IOException {
        Map<String, String[]> rows = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                String[] cells = line.substring(1).split("\\|");
                rows.put(cells[0].strip().replace("`", ""), cells);
            }
        }
        return rows;
    }

    @Test
    @Requirement("OPS-32")
    void the_page_lists_every_table_with_every_column_and_an_owner_that_exists()
            throws IOException {
        Map<String, String[]> page = page();
        assertThat(page.keySet()).isEqualTo(tables().keySet());
        for (Map.Entry<String, String[]> row : page.entrySet()) {
            Set<String> written =
                    Arrays.stream(row.getValue()[1].split(","))
                            .map(String::strip)
                            .collect(Collectors.toCollection(TreeSet::new));
            Set<String> real =
                    columns(row.getKey()).stream()
                            .map(Column::name)
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(written).as(row.getKey()).isEqualTo(real);
            assertThat(SOURCES.resolve(owner(row.getValue()) + ".java")).exists();
        }
    }

    private static String owner(String[] cells) {
        return cells[2].strip().replace("`", "");
    }

    /** Classes of the store beside its owner that read or write a table's rows for it. */
    private static final Map<String, List<String>> HELPERS =
            Map.of(
                    "JdbcJournal",
                            List.of(
                                    "RunRows",
                                    "StepRows",
                                    "ObligationRows",
                                    "RunQueries",
                                    "ObligationQueries",
                                    "RunFilter"),
                    "SampleStore", List.of("SampleTail", "SampleBlocks"));

    private static String sources(String owner) throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(SOURCES.resolve(owner + ".java")));
        for (String helper : HELPERS.getOrDefault(owner, List.of())) {
            text.append(Files.readString(SOURCES.resolve(helper + ".java")));
        }
        return text.toString();
    }

    @Test
    @Requirement("OPS-32")
    void every_column_has_a_writer_and_a_reader() throws IOException {
        List<String> unused = new ArrayList<>();
        for (Map.Entry<String, String[]> row : page().entrySet()) {
            String source = sources(owner(row.getValue()));
            for (Column column : columns(row.getKey())) {
                String name = column.name();
                boolean assigned =
                        row.getKey().equals("integration_instances") && name.equals("numeric_id");
                boolean numbered = name.equals("seq");
                if (!assigned && !numbered && !written(source, name)) {
                    unused.add(row.getKey() + "." + name + " has no writer");
                }
                if (!read(source, name)) {
                    unused.add(row.getKey() + "." + name + " has no reader");
                }
            }
        }
        assertThat(unused).isEmpty();
    }

    private static boolean written(String source, String column) {
        return source.contains(".set(\"" + column + "\"")
                || source.contains(".json(\"" + column + "\"")
                || Pattern.compile("\\.json\\(\\s*\"" + column + "\"").matcher(source).find()
                || Pattern.compile("INSERT INTO [^)]*\\b" + column + "\\b").matcher(source).find()
                || Pattern.compile("SET [^;]*\\b" + column + " = ").matcher(source).find();
    }

    private static boolean read(String source, String column) {
        return Pattern.compile("row\\.\\w+\\(\\s*\"" + column + "\"").matcher(source).find()
                || Pattern.compile("\\b" + column + " (=|<|>|>=) \\?").matcher(source).find()
                || Pattern.compile("(SELECT|WHERE|AND|ORDER BY)[^\"]*\\b" + column + "\\b")
                        .matcher(source)
                        .find();
    }

    @Test
    @Requirement("OPS-32")
    void no_table_is_written_by_a_class_that_does_not_own_it() throws IOException {
        Map<String, String> owners = new HashMap<>();
        page().forEach((table, cells) -> owners.put(table, owner(cells)));
        Pattern write =
                Pattern.compile(
                        "(?:INSERT INTO|DELETE FROM|UPDATE)\\s+([a-z_]+)|(?:insert|put|update|insertIfNew)\\(tx, \"([a-z_]+)\"");
        try (var files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                Matcher found = write.matcher(Files.readString(file));
                while (found.find()) {
                    String table = found.group(1) != null ? found.group(1) : found.group(2);
                    String owner = owners.get(table);
                    if (owner != null && !name.equals("Health")) {
                        assertThat(name).as("writer of " + table).isIn(withHelpers(owner));
                    }
                }
            }
        }
    }

    private static List<String> withHelpers(String owner) {
        List<String> all = new ArrayList<>(HELPERS.getOrDefault(owner, List.of()));
        all.add(owner);
        return all;
    }
}
