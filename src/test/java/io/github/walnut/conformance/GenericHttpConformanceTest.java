package io.github.walnut.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class GenericHttpConformanceTest extends ConformanceBase {

    private RelayBox box;

    @BeforeEach
    void start() throws IOException {
        box = new RelayBox();
    }

    @AfterEach
    void stop() {
        box.close();
    }

    @Override
    protected Path folder() {
        return Path.of("kamelets/generic.http");
    }

    @Override
    protected Peer peer() {
        return new Peer(
                Map.of("base_url", box.url(), "auth", "bearer", "plug", "shelly1"),
                Map.of("token", RelayBox.TOKEN));
    }

    @Override
    protected long writes() {
        return box.writes();
    }
}
