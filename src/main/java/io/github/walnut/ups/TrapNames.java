package io.github.walnut.ups;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What traps mean, by their OID. Comes from a data file, one trap a line: {@code OID | name |
 * severity}; {@code #} begins a comment.
 */
public final class TrapNames {

    /**
     * @param name in words, or null for a trap that is in no file
     */
    public record Meaning(String name, Severity severity) {}

    private static final Meaning UNKNOWN = new Meaning(null, Severity.INFO);

    private final Map<String, Meaning> byOid = new HashMap<>();

    /** Throws {@link IllegalArgumentException} that names a line which is none. */
    public static TrapNames read(List<String> lines) {
        TrapNames names = new TrapNames();
        for (String line : lines) {
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                String[] cells = text.split("\\s*\\|\\s*");
                if (cells.length != 3 || !cells[0].matches("[0-9]+(\\.[0-9]+)+")) {
                    throw new IllegalArgumentException("no trap: '" + line + "'");
                }
                Severity severity = Severity.valueOf(cells[2].toUpperCase(Locale.ROOT));
                names.byOid.put(cells[0], new Meaning(cells[1], severity));
            }
        }
        return names;
    }

    /** Of the trap with that OID, in dots. */
    public Meaning of(String oid) {
        return byOid.getOrDefault(oid, UNKNOWN);
    }

    public Map<String, Meaning> all() {
        return Map.copyOf(byOid);
    }
}
