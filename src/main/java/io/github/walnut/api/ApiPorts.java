package io.github.walnut.api;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.routes.UserRoutes;
import java.util.function.Supplier;

/** All that the API asks of the other rooms. */
public record ApiPorts(
        IdempotencyKeys idempotencyKeys,
        UpsReads ups,
        SampleReads samples,
        OutageReads outages,
        EventReads events,
        EventInjection injection,
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
        ObligationControl obligations,
        MetricsReads metrics,
        RouteDesk routes,
        UserRoutes userRoutes,
        Jobs jobs,
        LongWork longWork,
        SettingsControl settings) {}
