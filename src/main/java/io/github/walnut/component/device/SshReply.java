package io.github.walnut.component.device;

/**
 * @param exit null when the channel closed without one
 */
record SshReply(Integer exit, String stdout, String stderr) {}
