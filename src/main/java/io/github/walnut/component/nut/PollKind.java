package io.github.walnut.component.nut;

/** How much a poll asked for. */
enum PollKind {
    FULL,
    FAST
}
