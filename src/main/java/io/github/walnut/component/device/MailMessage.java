package io.github.walnut.component.device;

import java.util.List;

/**
 * @param id becomes a part of the Message-ID, so that a message that comes twice is known; empty
 *     for none
 */
record MailMessage(
        String from, List<String> to, String subject, String text, String id, boolean urgent) {}
