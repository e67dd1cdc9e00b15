package io.github.walnut.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class VirtualConformanceTest extends ConformanceBase {

    @Override
    protected Path folder() {
        return Path.of("kamelets/walnut.virtual");
    }

    @Override
    protected Peer peer() {
        return new Peer(
                Map.of(
                        "vms", List.of("db1", "web1"),
                        "containers", List.of("proxy"),
                        "outlets", List.of("1", "2"),
                        "poe_ports", List.of("1/1/1")),
                Map.of());
    }

    @Override
    protected long writes() {
        return 0;
    }
}
