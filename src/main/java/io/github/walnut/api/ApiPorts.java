package io.github.walnut.api;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.routes.UserRoutes;
import io.github.walnut.security.oidc.OidcLogins;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * All that the API asks of the other rooms.
 *
 * @param restart ends the process so that it is started again; false when it cannot
 */
public record ApiPorts(
        IdempotencyKeys idempotencyKeys,
        UpsReads ups,
        SampleReads samples,
        OutageReads outages,
        EventReads events,
        EventInjection injection,
        UpsControl upsControl,
        PolicyStore policies,
        PolicyReader policyReader,
        DecisionReads decisions,
        PolicyDryRuns dryRuns,
        PolicyPreflights preflights,
        RunReads runs,
        RunControl runControl,
        Integrations integrations,
        Inventory inventory,
        InventoryRefresh refresh,
        HostHealths health,
        HostProbes probes,
        TypePackages packages,
        Diagnostics diagnostics,
        BooleanSupplier restart,
        TargetMarks marks,
        TopologyDesk topology,
        NutServers nutServers,
        Arming arming,
        Supplier<SystemMode> mode,
        ManualRuns manualRuns,
        MaintenanceControl maintenance,
        SystemReads system,
        AuditTrail audit,
        AuditReads auditReads,
        BackupControl backups,
        ObligationControl obligations,
        MetricsReads metrics,
        OidcLogins oidc,
        ProviderTest providerTest,
        ProviderTest brokerTest,
        BrokerTopics brokerTopics,
        NotificationControl notifications,
        RouteDesk routes,
        UserRoutes userRoutes,
        Jobs jobs,
        LongWork longWork,
        SettingsControl settings,
        Webhooks webhooks,
        MessageLinks links,
        LogReads log) {}
