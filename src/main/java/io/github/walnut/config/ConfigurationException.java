package io.github.walnut.config;

import java.util.List;

/**
 * Settings that cannot be used: one line each, all of them at once. The process ends with exit code
 * 78.
 */
public class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public static final int EXIT_CODE = 78;

    private final transient List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
