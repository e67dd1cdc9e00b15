package io.github.walnut.app;

import io.github.walnut.cli.Local.Finding;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.store.DatabaseConfig;
import io.github.walnut.store.SchemaTrial;
import io.github.walnut.ups.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/** What a start would meet: keys, integration types, routes, and policies of the database. */
final class StartCheck {

    private final Configuration configuration;
    private final SystemClock clock;
    private final LintFindings findings = new LintFindings();

    StartCheck(Configuration configuration, SystemClock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * @throws io.github.walnut.store.StoreException when the database cannot be opened
     * @throws io.github.walnut.config.ConfigurationException when a key is missing or the
     *     certificate does not serve
     */
    List<Finding> findings() throws Exception {
        StartSettings.check(configuration);
        TypeRegistry types = DriverRoom.types(configuration, false);
        findings.types(types);
        routes();
        if (Files.exists(configuration.database())) {
            policies(types);
        } else {
            findings.add(
                    Severity.WARN,
                    "database",
                    configuration.database() + " does not exist yet; a start makes it");
        }
        return findings.all();
    }

    private void routes() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            new RouteFiles(configuration).load(camel);
            for (RouteDefinition route : camel.getRouteDefinitions()) {
                String uri = route.getInput().getEndpointUri();
                String scheme = uri.replaceFirst(":.*", "");
                if (camel.getComponent(scheme, true, false) == null) {
                    findings.add(
                            Severity.ERROR,
                            "route " + route.getRouteId(),
                            "there is no component " + scheme);
                }
            }
        } catch (Exception e) {
            findings.add(Severity.ERROR, "routes", firstLine(e));
        }
    }

    private static String firstLine(Exception e) {
        return e.toString().lines().findFirst().orElse("");
    }

    private void policies(TypeRegistry types) throws IOException {
        try (SchemaTrial trial =
                        SchemaTrial.of(
                                StoreRoom.config(configuration, DatabaseConfig.Mode.COMMAND));
                StoreRoom store = new StoreRoom(configuration, trial.config(), clock)) {
            if (trial.migrates()) {
                findings.add(
                        Severity.WARN,
                        "database",
                        "a start migrates it; a copy was migrated for this check");
            }
            StartSettings.check(store.inForce);
            LiveInventory inventory = new LiveInventory(store.hosts, store.inventory, types);
            inventory.reload();
            store.useInventory(inventory);
            PolicyCheck check =
                    new PolicyCheck(
                            inventory,
                            store.facts::all,
                            (name, self) -> false,
                            configuration.flag(Setting.POLICY_V1_ENABLED),
                            store.inForce,
                            store.stepTimes,
                            new OwnTests(inventory, clock, store.inForce.zone()),
                            List.of());
            for (StoredPolicy policy : store.policies.all()) {
                PolicyReading reading = check.stored(policy);
                findings.policy(policy, reading.findings());
            }
        }
    }
}
