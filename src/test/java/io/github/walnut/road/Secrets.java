package io.github.walnut.road;

import io.github.walnut.peers.RealMosquitto;
import io.github.walnut.peers.RealSshd;
import java.util.List;
import java.util.stream.Stream;

/** The secrets of a test, each of them long enough to be nothing else. */
final class Secrets {

    private Secrets() {}

    static List<String> of(RealSshd sshd) {
        Stream<String> key = sshd.privateKey().lines().filter(line -> !line.startsWith("-----"));
        return Stream.concat(
                        Stream.of(
                                RunningWalnut.DB_KEY,
                                RunningWalnut.JWT_SECRET,
                                RunningWalnut.PASSWORD,
                                Scene.HTTP_TOKEN,
                                Scene.NUT_PASSWORD,
                                RealMosquitto.PASSWORD),
                        key)
                .toList();
    }
}
