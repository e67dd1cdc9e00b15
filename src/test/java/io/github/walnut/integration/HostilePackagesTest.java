package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.PackageZip;
import io.github.walnut.Requirement;
import io.github.walnut.component.device.Egress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages that want more than to be installed; each must leave everything as it was. */
class HostilePackagesTest {

    private static final String KAMELET = "acme-wake.kamelet.yaml";

    @TempDir private Path folder;
    private TypeRegistry types;
    private DriverContext drivers;
    private TypeDesk desk;

    @BeforeEach
    void start() throws Exception {
        types = TypeRegistry.load(Path.of("kamelets"), Catalogue.load());
        drivers = DriverContext.start(types, Map.of("egress", Egress.of(List.of(), List.of())));
        desk = new TypeDesk(Path.of("kamelets"), folder.resolve("types"), types, drivers, "1.0.0");
        assertThat(desk.begin(false)).isEmpty();
    }

    @AfterEach
    void stop() {
        drivers.close();
    }

    private static PackageZip relay() {
        return PackageZip.relay("1.0.0");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("io.github.walnut.HostilePackages#all")
    @Requirement({"SEC-67", "INT-5"})
    void each_is_refused_with_its_code_and_leaves_nothing(String code, String what, byte[] zip)
            throws Exception {
        int before = types.entries().size();

        PackageException refused =
                catchThrowableOfType(
                        PackageException.class,
                        () -> desk.install("acme.int", zip, true, (phase, percent, text) -> {}));

        assertThat(refused).as(what).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        assertThat(refused.errors()).isNotEmpty();
        assertThat(types.entries()).hasSize(before);
        assertThat(files()).isEmpty();
    }

    /** The command that validates finds what the upload finds, but for what is installed. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("io.github.walnut.HostilePackages#all")
    @Requirement({"SEC-91", "INT-13"})
    void each_is_refused_by_a_check_without_installing(String code, String what, byte[] zip)
            throws Exception {
        Path file = Files.write(folder.resolve("package.int"), zip);

        PackageException refused =
                catchThrowableOfType(
                        PackageException.class, () -> types.reader().check(file, "1.0.0"));

        if (code.equals("type_exists") || what.equals("the name of another type's kamelet")) {
            assertThat(refused).as(what).isNull();
        } else {
            assertThat(refused).as(what).isNotNull();
            assertThat(refused.code()).as(refused.getMessage()).isEqualTo(expected(code));
        }
    }

    /** Without an identity to look up, the schema says that there is none. */
    private static String expected(String code) {
        return code.equals("id_missing") ? "schema_error" : code;
    }

    @Test
    @Requirement("SEC-67")
    void what_spoiled_archives_do_to_the_reader_is_a_refusal() throws Exception {
        Random random = new Random(67);
        byte[] good = relay().bytes();
        int taken = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                PackageArchive.unpack(PackageArchive.open(bad));
                taken++;
            } catch (PackageException refused) {
                assertThat(refused.code()).isIn("bad_archive", "unsafe_path");
            }
        }
        assertThat(taken).isLessThan(1000);
    }

    @Test
    @Requirement({"SEC-67", "INT-5"})
    void a_good_one_is_installed_replaced_only_by_a_newer_one_and_removed() throws Exception {
        install(relay().below("acme").bytes(), false);
        assertThat(types.find("acme.wake")).isPresent();
        assertThat(types.entry("acme.wake").orElseThrow().builtIn()).isFalse();
        assertThat(files()).contains("acme.wake/plugin.yaml", "acme.wake/" + KAMELET);

        PackageException same =
                catchThrowableOfType(PackageException.class, () -> install(relay().bytes(), false));
        assertThat(same.code()).isEqualTo("type_exists");
        assertThat(same.details()).containsEntry("existing_version", "1.0.0");
        assertThat(install(relay().bytes(), true).replaced()).isTrue();
        assertThat(install(PackageZip.relay("1.1.0-rc.1").bytes(), false).replaced()).isTrue();
        assertThat(types.find("acme.wake").orElseThrow().manifest().version())
                .isEqualTo("1.1.0-rc.1");

        assertThat(desk.remove("acme.wake")).isTrue();
        assertThat(desk.remove("acme.wake")).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    @Requirement("SEC-67")
    void a_replacement_that_fails_leaves_the_old_one_in_force() throws Exception {
        install(relay().bytes(), false);
        List<String> before = files();

        byte[] bad = PackageZip.relay("2.0.0").changed(KAMELET, "helper:check", "exec:sh").bytes();
        catchThrowableOfType(PackageException.class, () -> install(bad, false));

        assertThat(files()).isEqualTo(before);
        assertThat(types.find("acme.wake").orElseThrow().manifest().version()).isEqualTo("1.0.0");
        assertThat(drivers.exchange("acme-wake")).isNotNull();
    }

    @Test
    @Requirement("SEC-67")
    void what_a_crash_left_between_the_renames_is_put_back() throws Exception {
        install(relay().bytes(), false);
        Path root = folder.resolve("types");
        Files.createDirectories(root.resolve(".previous"));
        Files.move(root.resolve("acme.wake"), root.resolve(".previous/acme.wake"));
        Files.createDirectories(root.resolve(".scratch/half/acme.wake"));

        TypeRegistry again = TypeRegistry.load(Path.of("kamelets"), Catalogue.load());
        assertThat(new TypeDesk(Path.of("kamelets"), root, again, drivers, "1.0.0").begin(false))
                .isEmpty();

        assertThat(again.find("acme.wake")).isPresent();
        assertThat(root.resolve(".previous")).doesNotExist();
        assertThat(root.resolve(".scratch")).doesNotExist();
    }

    @Test
    void versions_are_ordered_as_semver_says() {
        List<String> rising =
                List.of(
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0",
                        "1.2.0",
                        "1.10.0",
                        "2.0.0");
        for (int i = 1; i < rising.size(); i++) {
            assertThat(SemVer.of(rising.get(i)))
                    .isGreaterThan(SemVer.of(rising.get(i - 1)))
                    .isEqualByComparingTo(SemVer.of(rising.get(i) + "+build.7"));
        }
    }

    private TypeDesk.Installed install(byte[] zip, boolean replace) throws Exception {
        return desk.install("acme.int", zip, replace, (phase, percent, text) -> {});
    }

    private List<String> files() throws Exception {
        Path root = folder.resolve("types");
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
