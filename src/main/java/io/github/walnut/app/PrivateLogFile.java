package io.github.walnut.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file of the log for the server's own user only: five of at most 10 MiB, the newest first. */
final class PrivateLogFile extends RollingFileAppender<ILoggingEvent> {

    private static final int OLDER = 4;

    private final Path file;
    private final FileSize largest;

    PrivateLogFile(Path file, FileSize largest) {
        this.file = file;
        this.largest = largest;
        setName("file");
        setFile(file.toString());
    }

    static PrivateLogFile at(Path file) {
        return new PrivateLogFile(file, new FileSize(10 * FileSize.MB_COEFFICIENT));
    }

    @Override
    public void start() {
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(getContext());
        rolling.setParent(this);
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLDER);
        rolling.setFileNamePattern(file + ".%i");
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(getContext());
        size.setMaxFileSize(largest);
        size.setCheckIncrement(Duration.buildByMilliseconds(0));
        size.start();
        setRollingPolicy(rolling);
        setTriggeringPolicy(size);
        super.start();
    }

    @Override
    public void openFile(String name) throws IOException {
        try {
            Files.createFile(
                    Path.of(name),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // goes on where it ended
        }
        super.openFile(name);
    }
}
