package io.github.walnut;

import io.github.walnut.app.LocalMachine;
import io.github.walnut.cli.Walnut;

/** Where the program begins: every command of {@code bin/walnut}. */
public final class WalnutMain {

    private WalnutMain() {}

    public static void main(String[] args) {
        System.exit(Walnut.run(new LocalMachine(), System.getenv(), args));
    }
}
