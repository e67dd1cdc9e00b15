package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the class path, and in which version. */
class DependenciesTest {

    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");

    /** Names by their beginning; the longest that fits counts. */
    private static final Map<String, String> PINS = new LinkedHashMap<>();

    static {
        PINS.put("camel-", "4.17.0");
        PINS.put("netty-", "4.1.140.Final");
        PINS.put("vertx-", "4.5.32");
        PINS.put("vertx-auth-jwt", "4.5.31");
        PINS.put("vertx-auth-properties", "4.5.31");
        PINS.put("sshd-", "2.20.0");
        PINS.put("spring-", "6.2.19");
        PINS.put("spring-security-crypto", "6.5.11");
        PINS.put("bcprov-jdk18on", "1.87");
        PINS.put("bcpkix-jdk18on", "1.87");
        PINS.put("bcutil-jdk18on", "1.87");
        PINS.put("jackson-core", "2.19.4");
        PINS.put("jackson-databind", "2.19.4");
        PINS.put("jackson-dataformat-yaml", "2.19.4");
        PINS.put("json-schema-validator", "1.5.9");
        PINS.put("micrometer-", "1.15.6");
        PINS.put("drools-", "10.2.0");
        PINS.put("kie-", "10.2.0");
        PINS.put("sqlite-jdbc", "3.40.1.0");
        PINS.put("HikariCP", "7.1.0");
        PINS.put("flyway-core", "11.14.1");
        PINS.put("nimbus-jose-jwt", "10.10");
        PINS.put("angus-mail", "2.0.5");
        PINS.put("picocli", "4.7.7");
        PINS.put("java-uuid-generator", "5.2.0");
        PINS.put("logback-", "1.5.38");
        PINS.put("logstash-logback-encoder", "8.1");
        PINS.put("junit-jupiter", "5.13.4");
        PINS.put("assertj-core", "3.27.7");
        PINS.put("awaitility", "4.3.0");
        PINS.put("archunit", "1.5.0");
        PINS.put("jqwik", "1.9.3");
        PINS.put("jazzer", "0.30.0");
    }

    private static final List<String> OF_THE_SAME_NAME =
            List.of("netty-tcnative", "vertx-grpc", "micrometer-docs");

    private static Map<String, String> jars() {
        Map<String, String> jars = new LinkedHashMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Matcher jar = JAR.matcher(Path.of(entry).getFileName().toString());
            if (jar.matches()) {
                jars.put(jar.group(1), jar.group(2));
            }
        }
        assertThat(jars).hasSizeGreaterThan(100);
        return jars;
    }

    private static String pin(String name) {
        return PINS.entrySet().stream()
                .filter(pin -> name.startsWith(pin.getKey()))
                .filter(pin -> OF_THE_SAME_NAME.stream().noneMatch(name::startsWith))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    @Test
    @Requirement("SEC-80")
    void every_pinned_library_has_its_version() {
        List<String> others = new ArrayList<>();
        jars().forEach(
                        (name, version) -> {
                            String pin = pin(name);
                            if (pin != null
                                    && !version.equals(pin)
                                    && !version.startsWith(pin + "-linux")
                                    && !version.startsWith(pin + "-osx")) {
                                others.add(name + " " + version + ": expected " + pin);
                            }
                        });
        assertThat(others).isEmpty();
    }

    @Test
    @Requirement("SEC-80")
    void every_version_is_exact() throws IOException {
        Matcher versions = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        while (versions.find()) {
            assertThat(versions.group(1)).matches("\\$\\{[a-z.]+\\.version}|[0-9][A-Za-z0-9.]*");
        }
    }

    @Test
    @Requirement("SEC-52")
    void what_runs_code_from_messages_or_serves_by_itself_is_not_there() {
        assertThat(jars().keySet())
                .doesNotContain(
                        "camel-exec",
                        "camel-groovy",
                        "camel-joor",
                        "camel-mvel",
                        "camel-ognl",
                        "camel-script",
                        "camel-jolokia",
                        "camel-platform-http-main",
                        "camel-vertx-websocket",
                        "camel-vertx-http",
                        "camel-management",
                        "camel-micrometer-prometheus",
                        "drools-persistence-jpa",
                        "xstream");
    }

    @Test
    @Requirement("SEC-80")
    void there_is_one_sqlite() {
        assertThat(System.getProperty("java.class.path")).doesNotContain("org/xerial");
    }

    @Test
    @Requirement("SEC-80")
    void the_list_of_what_is_inside_names_each_library_with_its_hash(@TempDir Path folder)
            throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.matches(".*/(camel-direct|picocli|sqlite-jdbc)-[^/]*\\.jar")) {
                Files.copy(Path.of(entry), folder.resolve(Path.of(entry).getFileName()));
            }
        }
        Path file = folder.resolve("sbom.json");
        Sbom.main(new String[] {folder.toString(), file.toString(), "1.0.0"});

        JsonNode list = new ObjectMapper().readTree(Files.readString(file));
        assertThat(list.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(list.path("components").findValuesAsText("purl"))
                .containsExactly(
                        "pkg:maven/org.apache.camel/camel-direct@4.17.0",
                        "pkg:maven/info.picocli/picocli@4.7.7",
                        "pkg:maven/io.github.willena/sqlite-jdbc@3.40.1.0");
        assertThat(list.at("/components/0/hashes/0/content").asText()).hasSize(64);
    }
}
