package io.github.walnut.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Variables with secrets, which the start script passes through a file descriptor: whoever may look
 * at a process can read its environment as long as the process lives.
 */
public final class DescriptorVariables {

    /** Number of the descriptor, in the environment. */
    static final String DESCRIPTOR = "WALNUT_SECRETS_FD";

    private static final String END_OF_VARIABLE = "\u001e";

    private final Path folder;

    DescriptorVariables(Path folder) {
        this.folder = folder;
    }

    /**
     * The environment with what the descriptor holds. A second call finds the descriptor empty.
     *
     * @throws ConfigurationException when the descriptor is named and cannot be read
     */
    public static Map<String, String> completing(Map<String, String> environment) {
        return new DescriptorVariables(Path.of("/dev/fd")).complete(environment);
    }

    /** Every variable that may hold a secret itself. */
    public static Set<String> secretVariables() {
        return Stream.concat(
                        Stream.of(Setting.values())
                                .filter(Setting::secret)
                                .flatMap(Names::variables),
                        Stream.of(OtherVariable.TOKEN.variable()))
                .collect(Collectors.toSet());
    }

    Map<String, String> complete(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        String descriptor = all.remove(DESCRIPTOR);
        if (descriptor != null) {
            all.putAll(variables(read(descriptor)));
        }
        return Map.copyOf(all);
    }

    private byte[] read(String descriptor) {
        try {
            if (!descriptor.matches("[0-9]{1,4}")) {
                throw new IOException("no number");
            }
            Path file = folder.resolve(descriptor);
            byte[] content = Files.readAllBytes(file);
            if (Files.isRegularFile(file)) {
                wipe(file, content.length);
            }
            return content;
        } catch (IOException e) {
            throw new ConfigurationException(
                    List.of(
                            DESCRIPTOR
                                    + ": expected the number of an open descriptor, set by bin/walnut, got '"
                                    + descriptor
                                    + "'"));
        }
    }

    /** Some shells use a temporary file in place of a pipe; it stays open with the descriptor. */
    private static void wipe(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(length));
            channel.truncate(0);
        }
    }

    private static Map<String, String> variables(byte[] content) {
        Map<String, String> variables = new HashMap<>();
        String text = new String(content, StandardCharsets.UTF_8);
        Arrays.fill(content, (byte) 0);
        for (String variable : text.split(END_OF_VARIABLE)) {
            int sign = variable.indexOf('=');
            if (sign > 0) {
                variables.put(variable.substring(0, sign), variable.substring(sign + 1));
            }
        }
        return variables;
    }
}
