package io.github.walnut.integration;

import io.github.walnut.peers.HttpReceiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Drivers of channels for a whole class, and a service for each test. */
abstract class WithNotifyBench {

    static NotifyBench bench;
    HttpReceiver service;

    @BeforeAll
    static void startDrivers() throws Exception {
        bench = new NotifyBench();
    }

    @AfterAll
    static void stopDrivers() {
        bench.close();
    }

    @BeforeEach
    void startService() throws Exception {
        service = HttpReceiver.start();
    }

    @AfterEach
    void stopService() {
        service.close();
    }
}
