package io.github.walnut.component.nut;

/** Both or none. */
record NutCredentials(String username, String password) {

    static final NutCredentials NONE = new NutCredentials(null, null);

    static NutCredentials of(String username, String password) {
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("username and password: give both or none");
        }
        if (username == null) {
            return NONE;
        }
        NutName.requireText("username", username);
        NutName.requireText("password", password);
        return new NutCredentials(username, password);
    }

    boolean present() {
        return username != null;
    }

    @Override
    public String toString() {
        return present() ? username + ":***" : "none";
    }
}
