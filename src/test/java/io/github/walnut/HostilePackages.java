package io.github.walnut;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Packages that want more than to be installed: the code of their refusal, what they are, the
 * bytes.
 */
public final class HostilePackages {

    private static final String MANIFEST = "plugin.yaml";
    private static final String KAMELET = "acme-wake.kamelet.yaml";

    private HostilePackages() {}

    public static Stream<Arguments> all() {
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

    private static PackageZip relay() {
        return PackageZip.relay("1.0.0");
    }
}
