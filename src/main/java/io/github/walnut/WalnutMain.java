package io.github.walnut;

import io.github.walnut.app.LocalMachine;
import io.github.walnut.cli.Walnut;
import io.github.walnut.config.ConfigurationException;
import io.github.walnut.config.DescriptorVariables;
import java.util.Map;

/** Where the program begins: every command of {@code bin/walnut}. */
public final class WalnutMain {

    private WalnutMain() {}

    public static void main(String[] args) {
        System.exit(Walnut.run(new LocalMachine(), environment(), args));
    }

    private static Map<String, String> environment() {
        try {
            return DescriptorVariables.completing(System.getenv());
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(ConfigurationException.EXIT_CODE);
            throw e;
        }
    }
}
