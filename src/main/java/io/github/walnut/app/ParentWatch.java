package io.github.walnut.app;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Does something when one of the processes that this one was started from has ended, however that
 * came about: a process that nobody waits for any more should not go on.
 */
final class ParentWatch {

    private ParentWatch() {}

    /**
     * @param ended is called from another thread, perhaps more than once
     */
    static void start(Runnable ended) {
        List<ProcessHandle> chain = chain(ProcessHandle.current());
        chain.forEach(parent -> parent.onExit().thenRun(ended));
        if (!chain.equals(chain(ProcessHandle.current()))) {
            ended.run(); // one of them ended before anybody watched
        }
    }

    /** Those between this process and the first of the machine or container. */
    private static List<ProcessHandle> chain(ProcessHandle process) {
        return Stream.iterate(
                        process.parent(),
                        parent -> parent.isPresent(),
                        parent -> parent.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .filter(parent -> parent.pid() > 1)
                .toList();
    }
}
