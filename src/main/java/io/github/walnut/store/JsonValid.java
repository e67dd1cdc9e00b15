package io.github.walnut.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.Function;

/**
 * {@code json_valid} for CHECK constraints. SQLite 3.38 to 3.40 marks its own JSON functions as
 * unsafe by mistake and refuses them in a schema while {@code trusted_schema} is off; this one
 * stands in with the right mark. Programs with another SQLite use their own.
 */
final class JsonValid extends Function {

    private static final int DETERMINISTIC = 0x000000800;
    private static final int INNOCUOUS = 0x000200000;
    private static final JsonFactory JSON = new JsonFactory();

    static void register(Connection connection) throws SQLException {
        create(connection, "json_valid", new JsonValid(), 1, DETERMINISTIC | INNOCUOUS);
    }

    @Override
    protected void xFunc() throws SQLException {
        String text = value_text(0);
        if (text == null) {
            result();
        } else {
            result(valid(text) ? 1 : 0);
        }
    }

    static boolean valid(String text) {
        if (text.equals("[]") || text.equals("{}")) {
            return true;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
