package io.github.walnut.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Users of SNMP version 3 whose traps are taken. The whole list is one secret: a line for each
 * user, its members with tabs between.
 */
public final class TrapUsers {

    /**
     * @param auth password of SHA-256
     * @param priv password of AES
     */
    public record User(String name, String auth, String priv) {
        @Override
        public String toString() {
            return "User[" + name + "]";
        }
    }

    static final Shape SHAPE = new Sealed();

    private static final int MOST = 32;

    private TrapUsers() {}

    /** Reads what is sealed; none for null. */
    public static List<User> of(String sealed) {
        return sealed == null
                ? List.of()
                : Stream.of(sealed.split("\n"))
                        .map(line -> line.split("\t"))
                        .map(cells -> new User(cells[0], cells[1], cells[2]))
                        .toList();
    }

    private static final class Sealed implements Shape.Sealed {

        private static final Shape PASSWORD =
                new Shape.Text(
                        256, text -> text.matches("[!-~ ]{8,256}"), "8 to 256 ASCII characters");
        private static final Shape NAME =
                new Shape.Text(32, text -> text.matches("[!-~]{1,32}"), "1 to 32 ASCII characters");
        private static final Shape LIST =
                new Listed(
                        MOST,
                        "name",
                        new Fields(
                                Map.of(
                                        "name", NAME,
                                        "auth_password", PASSWORD,
                                        "priv_password", PASSWORD),
                                List.of("name", "auth_password", "priv_password")));

        @Override
        public Object read(Object given) throws Misfit {
            List<String> lines = new ArrayList<>();
            for (Object item : (List<?>) LIST.read(given)) {
                Map<?, ?> user = (Map<?, ?>) item;
                lines.add(
                        user.get("name")
                                + "\t"
                                + user.get("auth_password")
                                + "\t"
                                + user.get("priv_password"));
            }
            return lines.isEmpty() ? null : String.join("\n", lines);
        }

        @Override
        public Object readText(String text) throws Misfit {
            throw Misfit.type("a list of users");
        }
    }
}
