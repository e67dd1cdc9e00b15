package io.github.walnut.integration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files of an uploaded package, unpacked in memory within limits (SEC-67). */
final class PackageArchive {

    static final int LARGEST = 10 << 20;
    private static final int MOST_ENTRIES = 200;
    private static final long LARGEST_UNPACKED = 20L << 20;
    private static final int HIGHEST_RATIO = 100;
    private static final int LARGEST_ICON = 64 << 10;
    private static final String MANIFEST = "plugin.yaml";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
    private static final Pattern ENDING = Pattern.compile(".*\\.(yaml|yml|json|md|svg|png|txt)");
    private static final Pattern ACTIVE =
            Pattern.compile(
                    "<!|<\\?(?!xml)|<script|<foreignobject|<iframe|<use|<image|<animate|<set|[\\s\"'/]on[a-z]+\\s*=|href|url\\(|javascript:|@import",
                    Pattern.CASE_INSENSITIVE);

    private PackageArchive() {}

    /**
     * Opens the archive: what is in it, before any name is trusted.
     *
     * @throws PackageException {@code bad_archive}
     */
    static ZipIndex open(byte[] bytes) throws PackageException {
        try {
            ZipIndex index = new ZipIndex(bytes, MOST_ENTRIES);
            Set<String> names = new HashSet<>();
            long size = 0;
            for (ZipIndex.Entry entry : index.entries()) {
                String shown = "'" + ZipIndex.shown(entry) + "'";
                refuseIf(entry.encrypted(), shown + " is encrypted");
                refuseIf(entry.special(), shown + " is a link or no plain file");
                String folded = entry.name().toLowerCase(Locale.ROOT);
                refuseIf(
                        !names.add(folded.endsWith("/") ? cut(folded) : folded),
                        shown + " stands there twice, letters in any case");
                size += entry.size();
                refuseIf(
                        size > LARGEST_UNPACKED,
                        "unpacked it is larger than " + LARGEST_UNPACKED + " bytes");
                refuseIf(
                        size > HIGHEST_RATIO * (long) bytes.length,
                        "unpacked it is more than " + HIGHEST_RATIO + " times as large");
            }
            return index;
        } catch (ZipIndex.BadZip bad) {
            throw new PackageException("bad_archive", bad.getMessage());
        }
    }

    /**
     * Unpacks what {@link #open} let pass, without the single folder that may be around it.
     *
     * @return content by name
     * @throws PackageException {@code unsafe_path} with every name that is refused, or {@code
     *     bad_archive}
     */
    static Map<String, byte[]> unpack(ZipIndex index) throws PackageException {
        requireSafe(index.entries());
        Map<String, byte[]> files = new TreeMap<>();
        long room = LARGEST_UNPACKED;
        try {
            for (ZipIndex.Entry entry : index.entries()) {
                if (!entry.folder()) {
                    byte[] content = index.content(entry, room);
                    room -= content.length;
                    files.put(entry.name(), content);
                }
            }
        } catch (ZipIndex.BadZip bad) {
            throw new PackageException("bad_archive", bad.getMessage());
        }
        return withoutTopFolder(files);
    }

    private static void requireSafe(List<ZipIndex.Entry> entries) throws PackageException {
        List<InputError> errors =
                entries.stream()
                        .filter(entry -> !safe(entry))
                        .map(
                                entry ->
                                        new InputError(
                                                "unsafe_path",
                                                "/files",
                                                "the name '"
                                                        + ZipIndex.shown(entry)
                                                        + "' is not taken"))
                        .toList();
        if (!errors.isEmpty()) {
            throw new PackageException("unsafe_path", errors);
        }
    }

    private static boolean safe(ZipIndex.Entry entry) {
        String name = entry.folder() ? cut(entry.name()) : entry.name();
        return NAME.matcher(name).matches()
                && List.of(name.split("/")).stream().noneMatch(part -> part.matches("\\.+"))
                && (entry.folder() || ENDING.matcher(name).matches());
    }

    private static String cut(String name) {
        return name.substring(0, name.length() - 1);
    }

    private static Map<String, byte[]> withoutTopFolder(Map<String, byte[]> files) {
        if (files.containsKey(MANIFEST) || files.isEmpty()) {
            return files;
        }
        String top = files.keySet().iterator().next().replaceAll("/.*", "/");
        if (!top.endsWith("/") || !files.keySet().stream().allMatch(n -> n.startsWith(top))) {
            return files;
        }
        Map<String, byte[]> inside = new TreeMap<>();
        files.forEach((name, content) -> inside.put(name.substring(top.length()), content));
        return inside;
    }

    /**
     * The manifest's text.
     *
     * @throws PackageException {@code manifest_missing} or {@code manifest_unreadable}
     */
    static String manifest(Map<String, byte[]> files) throws PackageException {
        long many = files.keySet().stream().filter(PackageArchive::isManifest).count();
        if (many != 1 || !files.containsKey(MANIFEST)) {
            throw new PackageException(
                    "manifest_missing",
                    "there must be one plugin.yaml, in the root or the single folder there");
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith(".yaml") && text(file.getValue()) == null) {
                throw new PackageException(
                        "manifest_unreadable", file.getKey() + " is no text in UTF-8");
            }
        }
        return text(files.get(MANIFEST));
    }

    private static boolean isManifest(String name) {
        return name.equals(MANIFEST) || name.endsWith("/" + MANIFEST);
    }

    /**
     * A picture is data: nothing in it runs, and it fetches nothing.
     *
     * @throws PackageException {@code not_allowed}
     */
    static void checkPictures(Map<String, byte[]> files) throws PackageException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!file.getKey().endsWith(".svg")) {
                continue;
            }
            String text = text(file.getValue());
            boolean plain =
                    text != null
                            && file.getValue().length <= LARGEST_ICON
                            && !ACTIVE.matcher(text).find();
            if (!plain) {
                throw new PackageException(
                        "not_allowed",
                        file.getKey()
                                + " must be a picture of at most "
                                + LARGEST_ICON
                                + " bytes without scripts and references");
            }
        }
    }

    /** Null when it is no UTF-8. */
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static void refuseIf(boolean bad, String message) throws PackageException {
        if (bad) {
            throw new PackageException("bad_archive", message);
        }
    }
}
