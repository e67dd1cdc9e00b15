package io.github.walnut.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/**
 * What the build wrote down of itself.
 *
 * @param commit of the sources; null when it was not built from a repository
 * @param at the time of that commit, so that equal sources make equal builds; or null
 */
record Build(String commit, Instant at) {

    static Build read() {
        Properties told = properties("/META-INF/build.properties");
        String commit = told.getProperty("commit", "");
        String seconds = told.getProperty("built_at", "");
        return new Build(
                commit.isEmpty() ? null : commit,
                seconds.isEmpty() ? null : Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    /** Of a library that Maven built, or null. */
    static String version(String group, String artifact) {
        return properties("/META-INF/maven/" + group + "/" + artifact + "/pom.properties")
                .getProperty("version");
    }

    private static Properties properties(String resource) {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
        return properties;
    }
}
