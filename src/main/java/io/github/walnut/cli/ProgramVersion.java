package io.github.walnut.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Walnut.class.getPackage().getImplementationVersion();
        return new String[] {"walnut " + (version == null ? "(built from source)" : version)};
    }
}
