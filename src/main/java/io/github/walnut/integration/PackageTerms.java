package io.github.walnut.integration;

import java.util.Map;

/**
 * What a package must be to be used by this version of walNUT, beside being well formed. An upload
 * and the command that validates ask the same.
 */
final class PackageTerms {

    private PackageTerms() {}

    /**
     * @param core version of walNUT
     * @throws PackageException {@code core_version_incompatible}
     */
    static void checkCore(Manifest manifest, String core) throws PackageException {
        String least = manifest.minCoreVersion();
        if (SemVer.of(core).compareTo(SemVer.of(least)) < 0) {
            throw new PackageException(
                            "core_version_incompatible",
                            "needs walNUT " + least + ", this is " + core)
                    .with("required", least)
                    .with("current", core);
        }
    }

    /**
     * @param text of {@code plugin.yaml}
     * @throws PackageException {@code missing_test_connection}
     */
    static void checkTest(Manifest manifest, String text) throws PackageException {
        Map<String, String> operations = manifest.operations();
        if (!new Documents().yaml(text).has("test")
                && !operations.containsKey("test")
                && !operations.containsKey("heartbeat")) {
            throw new PackageException(
                    "missing_test_connection",
                    "there is neither a test block nor an operation test or heartbeat");
        }
    }
}
