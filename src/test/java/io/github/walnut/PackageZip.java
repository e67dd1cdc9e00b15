package io.github.walnut;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages of integration types as their authors zip them, and as their enemies do. */
public final class PackageZip {

    private static final byte[] ENTRY = {'P', 'K', 1, 2};
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** A package that works: Wake on LAN under another name. */
    public static PackageZip relay(String version) {
        Path from = Path.of("kamelets/generic.wol");
        PackageZip zip = new PackageZip();
        try {
            zip.with(
                    "plugin.yaml",
                    Files.readString(from.resolve("plugin.yaml"))
                            .replace("id: generic.wol", "id: acme.wake")
                            .replace("version: 1.0.0\nmin", "version: " + version + "\nmin")
                            .replace("generic-wol", "acme-wake"));
            zip.with(
                    "acme-wake.kamelet.yaml",
                    Files.readString(from.resolve("generic-wol.kamelet.yaml"))
                            .replace("generic-wol", "acme-wake")
                            .replace("generic.wol", "acme.wake"));
            return zip.with("README.md", "Wakes machines.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PackageZip with(String name, String text) {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public PackageZip with(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    public PackageZip without(String name) {
        files.remove(name);
        return this;
    }

    /** With another text in one of its files. */
    public PackageZip changed(String name, String from, String to) {
        String text = new String(files.get(name), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(name + " has no " + from);
        }
        return with(name, text.replace(from, to));
    }

    /** Everything in one folder. */
    public PackageZip below(String folder) {
        PackageZip moved = new PackageZip();
        files.forEach((name, content) -> moved.with(folder + "/" + name, content));
        return moved;
    }

    /** Its files, in a folder that is there already. */
    public void unpack(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Where the table of contents speaks of this name. */
    private static int place(byte[] zip, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < zip.length - 46 - wanted.length; at++) {
            boolean entry = java.util.Arrays.equals(zip, at, at + 4, ENTRY, 0, 4);
            if (entry
                    && java.util.Arrays.equals(
                            zip, at + 46, at + 46 + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("no entry " + name);
    }

    private static ByteBuffer patched(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Says that the entry is a symbolic link. */
    public byte[] linking(String name) {
        byte[] zip = bytes();
        int at = place(zip, name);
        zip[at + 5] = 3;
        patched(zip).putInt(at + 38, 0xa1ff << 16);
        return zip;
    }

    public byte[] encrypted(String name) {
        byte[] zip = bytes();
        zip[place(zip, name) + 8] |= 1;
        return zip;
    }

    /** Says that the entry unpacks to so many bytes. */
    public byte[] claiming(String name, int size) {
        byte[] zip = bytes();
        patched(zip).putInt(place(zip, name) + 24, size);
        return zip;
    }

    /** The table of contents calls the entry otherwise than the entry itself. */
    public byte[] renamed(String name, String other) {
        byte[] zip = bytes();
        byte[] text = other.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, zip, place(zip, name) + 46, text.length);
        return zip;
    }
}
