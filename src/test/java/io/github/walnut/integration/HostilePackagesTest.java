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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages that want more than to be installed; each must leave everything as it was. */
class HostilePackagesTest {

    private static final String MANIFEST = "plugin.yaml";
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
        assertThat(desk.begin()).isEmpty();
    }

    @AfterEach
    void stop() {
        drivers.close();
    }

    private static PackageZip relay() {
        return PackageZip.relay("1.0.0");
    }

    static Stream<Arguments> hostile() {
        String image = "<svg xmlns='http://www.w3.org/2000/svg'>";
        byte[] zeros = new byte[4 << 20];
        return Stream.of(
                refused("bad_archive", "no archive", "PK but no zip".getBytes()),
                refused("bad_archive", "an empty one", new byte[0]),
                refused("bad_archive", "one that is cut off", cut(relay().bytes())),
                refused("bad_archive", "a bomb", relay().with("bomb.txt", zeros).bytes()),
                refused("bad_archive", "too many files", many()),
                refused("bad_archive", "a size that lies", relay().claiming("README.md", 3)),
                refused("bad_archive", "a huge claim", relay().claiming("README.md", 1 << 30)),
                refused("bad_archive", "a symbolic link", relay().linking("README.md")),
                refused("bad_archive", "an encrypted entry", relay().encrypted("README.md")),
                refused(
                        "bad_archive",
                        "two names for one",
                        relay().renamed("README.md", "REXDME.md")),
                refused(
                        "bad_archive",
                        "a name twice",
                        relay().with("XEADME.md", "x").renamed("XEADME.md", "README.md")),
                refused("bad_archive", "case clash", relay().with("Readme.md", "x").bytes()),
                refused("unsafe_path", "traversal", relay().with("../../evil.yaml", "x").bytes()),
                refused("unsafe_path", "dots within", relay().with("a/../../evil.md", "x").bytes()),
                refused("unsafe_path", "absolute", relay().with("/etc/evil.yaml", "x").bytes()),
                refused("unsafe_path", "a drive", relay().with("C:\\evil.yaml", "x").bytes()),
                refused("unsafe_path", "back strokes", relay().with("..\\evil.yaml", "x").bytes()),
                refused("unsafe_path", "wide dots", relay().with("．．/evil.yaml", "x").bytes()),
                refused("unsafe_path", "turned text", relay().with("a\u202elmay.md", "x").bytes()),
                refused("unsafe_path", "a zero", relay().with("a\0.yaml", "x").bytes()),
                refused("unsafe_path", "code", relay().with("Evil.class", "x").bytes()),
                refused("unsafe_path", "a program", relay().with("lib/evil.so", "x").bytes()),
                refused("manifest_missing", "no manifest", relay().without(MANIFEST).bytes()),
                refused(
                        "manifest_missing",
                        "two manifests",
                        relay().with("other/plugin.yaml", "x").bytes()),
                refused(
                        "manifest_unreadable",
                        "no text",
                        relay().with(MANIFEST, new byte[] {(byte) 0xff, (byte) 0xfe, 0}).bytes()),
                refused(
                        "manifest_unreadable",
                        "a billion laughs",
                        relay().with(MANIFEST, laughs()).bytes()),
                refused(
                        "manifest_unreadable",
                        "a tag",
                        relay().changed(MANIFEST, "name: Wake", "name: !!java.net.URL Wake")
                                .bytes()),
                refused(
                        "id_missing",
                        "no id",
                        relay().changed(MANIFEST, "id: acme.wake\n", "").bytes()),
                refused(
                        "schema_error",
                        "an id that climbs",
                        relay().changed(MANIFEST, "acme.wake\n", "../../etc\n").bytes()),
                refused(
                        "type_exists",
                        "a type of the program",
                        relay().changed(MANIFEST, "id: acme.wake", "id: generic.wol").bytes()),
                refused(
                        "schema_error",
                        "an unknown key",
                        relay().changed(MANIFEST, "discovery:", "backdoor: yes\ndiscovery:")
                                .bytes()),
                refused(
                        "driver_unsupported",
                        "code as driver",
                        relay().changed(MANIFEST, "language: kamelet", "language: python").bytes()),
                refused("driver_missing", "no kamelet", relay().without(KAMELET).bytes()),
                refused(
                        "not_allowed",
                        "a step that is not",
                        relay().changed(KAMELET, "uri: helper:check", "uri: exec:sh").bytes()),
                refused(
                        "not_allowed",
                        "a placeholder",
                        relay().changed(KAMELET, "Wake on LAN", "'{{env:HOME}}'").bytes()),
                refused(
                        "kamelet_error",
                        "the name of another type's kamelet",
                        relay().changed(MANIFEST, "acme-wake", "generic-wol")
                                .without(KAMELET)
                                .with(
                                        "generic-wol.kamelet.yaml",
                                        text("kamelets/generic.wol/generic-wol.kamelet.yaml"))
                                .bytes()),
                refused(
                        "not_allowed",
                        "a picture with a script",
                        relay().with("icon.svg", image + "<script>x</script></svg>").bytes()),
                refused(
                        "not_allowed",
                        "a picture that listens",
                        relay().with("icon.svg", image + "<g onload='x'/></svg>").bytes()),
                refused(
                        "not_allowed",
                        "a picture that fetches",
                        relay().with("icon.svg", "<!DOCTYPE svg SYSTEM 'x'>" + image + "</svg>")
                                .bytes()),
                refused(
                        "core_version_incompatible",
                        "for another walNUT",
                        relay().changed(
                                        MANIFEST,
                                        "min_core_version: 1.0.0",
                                        "min_core_version: 9.1.0")
                                .bytes()),
                refused(
                        "missing_test_connection",
                        "nothing to test it by",
                        relay().changed(MANIFEST, "test: {method: driver}\n", "")
                                .changed(
                                        MANIFEST,
                                        "driver: {language: kamelet, kamelet: acme-wake}",
                                        "driver: {language: kamelet, operations: {inventory:"
                                                + " acme-wake, action: acme-wake}}")
                                .bytes()),
                refused(
                        "capability_mismatch",
                        "nobody to carry it out",
                        relay().changed(
                                        MANIFEST,
                                        "driver: {language: kamelet, kamelet: acme-wake}",
                                        "driver: {language: kamelet, operations: {inventory: acme-wake}}")
                                .bytes()));
    }

    private static Arguments refused(String code, String what, byte[] zip) {
        return Arguments.of(code, what, zip);
    }

    private static byte[] cut(byte[] zip) {
        return java.util.Arrays.copyOf(zip, zip.length - 30);
    }

    private static byte[] many() {
        PackageZip zip = relay();
        for (int i = 0; i < 200; i++) {
            zip.with("data/" + i + ".yaml", "x");
        }
        return zip.bytes();
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            text.append("a" + i + ": &a" + i + " [");
            text.append(("*a" + (i - 1) + ",").repeat(9)).append("*a" + (i - 1) + "]\n");
        }
        return text.toString();
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("hostile")
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
        assertThat(new TypeDesk(Path.of("kamelets"), root, again, drivers, "1.0.0").begin())
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
