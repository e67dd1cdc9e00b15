package io.github.walnut.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What this machine calls itself. No name server is asked, since one may be away. */
public final class MachineName {

    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private MachineName() {}

    /** Null when it is not known. */
    public static String of(Map<String, String> environment) {
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException notLinux) {
            String name = environment.get("COMPUTERNAME");
            return name == null ? environment.get("HOSTNAME") : name;
        }
    }
}
