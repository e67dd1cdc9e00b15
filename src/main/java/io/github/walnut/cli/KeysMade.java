package io.github.walnut.cli;

import java.nio.file.Path;

/**
 * What came of the request for keys.
 *
 * @param file of the data folder, which need not be the one that the keys come from
 * @param made whether a key was added to it
 */
public record KeysMade(Path file, boolean made) {}
