package io.github.walnut.conformance;

import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealSshd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@RealPeer({RealSshd.PROGRAM, "ssh-keygen"})
class GenericSshConformanceIT extends ConformanceBase {

    private RealSshd sshd;
    private String hostKey;

    @BeforeEach
    void start() throws Exception {
        sshd = RealSshd.start();
        hostKey = sshd.fingerprint();
        sshd.answer("uname -s", 0, "Linux", "");
    }

    @AfterEach
    void stop() {
        sshd.close();
    }

    @Override
    protected Path folder() {
        return Path.of("kamelets/generic.ssh");
    }

    @Override
    protected Peer peer() {
        return new Peer(
                Map.of(
                        "host", sshd.host(),
                        "port", sshd.port(),
                        "username", sshd.user(),
                        "host_key", hostKey,
                        "services", List.of()),
                Map.of("private_key", sshd.privateKey()));
    }

    @Override
    protected long writes() {
        return 0;
    }
}
