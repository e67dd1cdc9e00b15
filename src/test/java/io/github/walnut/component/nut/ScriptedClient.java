package io.github.walnut.component.nut;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One client of a {@link ScriptedUpsd}. */
final class ScriptedClient {

    private final ScriptedUpsd upsd;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean split;

    ScriptedClient(ScriptedUpsd upsd, Socket socket) throws IOException {
        this.upsd = upsd;
        use(socket);
    }

    /**
     * @return false when the connection is over
     */
    boolean play(List<String> lines) throws IOException, InterruptedException {
        for (String line : lines) {
            String text = line.length() > 3 ? line.substring(3) : "";
            if (line.startsWith("C:") && !expect(text)) {
                return false;
            } else if (line.startsWith("S:")) {
                send((text + "\n").getBytes(StandardCharsets.UTF_8));
            } else if (line.startsWith("S-")) {
                send(text.getBytes(StandardCharsets.UTF_8));
            } else if (line.startsWith("X:")) {
                send(HexFormat.of().parseHex(text.replace(" ", "")));
            } else if (line.startsWith("J:")) {
                send((text.replace(" | ", "\n") + "\n").getBytes(StandardCharsets.UTF_8));
            } else if (line.startsWith("R:")) {
                repeat(text.split(" ", 3));
            } else if (line.startsWith("W:")) {
                upsd.awaitClosed(Long.parseLong(text));
            } else if (line.equals("SPLIT")) {
                split = true;
            } else if (line.equals("TLS")) {
                use(upsd.tls().accept(socket));
            } else if (line.equals("CUT")) {
                return false;
            } else if (line.equals("SILENT")) {
                swallow();
                return false;
            }
        }
        return true;
    }

    /** As upsd does. */
    void answerWell() throws IOException {
        for (String request = read(); request != null; request = read()) {
            upsd.hear(request);
            answer(request);
        }
    }

    private void answer(String request) throws IOException {
        String[] words = request.split(" ");
        Map<String, String> variables = words.length > 2 ? upsd.devices().get(words[2]) : null;
        if (request.equals("STARTTLS") && upsd.tls() != null) {
            line("OK STARTTLS");
            use(upsd.tls().accept(socket));
        } else if (request.equals("STARTTLS")) {
            line("ERR FEATURE-NOT-CONFIGURED");
        } else if (request.equals("VER")) {
            line("Network UPS Tools upsd 2.8.1");
        } else if (request.startsWith("USERNAME")
                || request.startsWith("PASSWORD")
                || request.startsWith("LOG")) {
            line("OK");
        } else if (request.equals("LIST UPS")) {
            line("BEGIN LIST UPS");
            for (String ups : upsd.devices().keySet()) {
                line("UPS " + ups + " \"Scripted " + ups + "\"");
            }
            line("END LIST UPS");
        } else if (words[0].matches("LIST|GET") && variables == null) {
            line("ERR UNKNOWN-UPS");
        } else if (request.startsWith("LIST VAR") || request.startsWith("LIST RW")) {
            list(words[1], words[2], variables);
        } else if (request.startsWith("GET VAR")) {
            String value = variables.get(words[3]);
            line(value == null ? "ERR VAR-NOT-SUPPORTED" : row("VAR", words[2], words[3], value));
        } else if (request.startsWith("GET NUMLOGINS")) {
            line("NUMLOGINS " + words[2] + " 1");
        } else {
            line("ERR UNKNOWN-COMMAND");
        }
    }

    private void list(String what, String ups, Map<String, String> variables) throws IOException {
        StringBuilder text = new StringBuilder("BEGIN LIST " + what + " " + ups + "\n");
        variables.forEach((name, value) -> text.append(row(what, ups, name, value)).append('\n'));
        send((text + "END LIST " + what + " " + ups + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String row(String what, String ups, String name, String value) {
        return what + " " + ups + " " + name + " " + NutQuoting.quote(value);
    }

    /** Count, length of {@code {x}}, and a line with {@code {n}}. */
    private void repeat(String[] words) throws IOException {
        String filled = words[2].replace("{x}", "x".repeat(Integer.parseInt(words[1])));
        for (int n = 1; n <= Integer.parseInt(words[0]); n++) {
            line(filled.replace("{n}", Integer.toString(n)));
        }
    }

    private void use(Socket wanted) throws IOException {
        socket = wanted;
        in = new BufferedInputStream(wanted.getInputStream());
        out = wanted.getOutputStream();
    }

    private boolean expect(String wanted) throws IOException {
        String request = read();
        if (request != null) {
            upsd.hear(request);
        }
        if (!wanted.equals(request)) {
            upsd.surprised("expected '" + wanted + "' but heard '" + request + "'");
            return false;
        }
        return true;
    }

    private void swallow() throws IOException {
        for (String request = read(); request != null; request = read()) {
            upsd.hear(request);
        }
    }

    private void line(String text) throws IOException {
        send((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void send(byte[] bytes) throws IOException {
        if (!split) {
            out.write(bytes);
            out.flush();
            return;
        }
        for (byte b : bytes) {
            out.write(b);
            out.flush();
        }
    }

    /** The next request without its quotes, or null. */
    private String read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8)
                .replaceAll("(?<!\\\\)\"", "")
                .replaceAll("\\\\(.)", "$1");
    }
}
