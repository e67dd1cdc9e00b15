package io.github.walnut.notify;

/**
 * The two texts of a message, as templates or written out.
 *
 * @param title null leaves it to the next template
 * @param text null leaves it to the next template
 */
public record TemplateText(String title, String text) {}
