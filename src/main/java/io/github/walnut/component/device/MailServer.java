package io.github.walnut.component.device;

/**
 * Where mail is handed over.
 *
 * @param security starttls, tls or none
 * @param username null when nobody logs in
 */
record MailServer(String host, int port, String security, String username, int timeoutSeconds) {

    static MailServer of(DeviceSettings settings) throws DeviceException {
        String security = settings.text("security", "starttls");
        String username = settings.text("username", null);
        if (security.equals("none") && username != null && !settings.flag("insecure", false)) {
            throw DeviceException.of(
                    "validation",
                    "clear_text",
                    "The password of host "
                            + settings.hostId()
                            + " would cross the network in clear text: use starttls or tls, or"
                            + " set insecure.");
        }
        return new MailServer(
                settings.required("host"),
                settings.number("port", security.equals("tls") ? 465 : 587),
                security,
                username,
                settings.number("timeout_s", 10));
    }
}
