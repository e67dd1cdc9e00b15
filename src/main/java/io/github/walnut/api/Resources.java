package io.github.walnut.api;

import com.fasterxml.uuid.Generators;
import io.github.walnut.publish.Json;
import io.github.walnut.security.Accounts;
import io.github.walnut.security.CsrfTokens;
import io.github.walnut.security.WsTickets;
import io.github.walnut.ups.Ids;
import java.time.Clock;
import java.util.List;

/** Every resource of the API, put together. */
record Resources(
        ApiConfig config,
        ApiPorts ports,
        Accounts accounts,
        CsrfTokens csrf,
        WsTickets tickets,
        Actors actors,
        Readiness readiness,
        Json json,
        Clock clock) {

    List<Resource> all() {
        Pages pages = new Pages(json, clock);
        Ids ids = Generators.timeBasedEpochGenerator()::generate;
        SystemOperations system =
                new SystemOperations(config, ports, actors, readiness, json, clock);
        return List.of(
                new SessionOperations(accounts, csrf, tickets, json, clock),
                new SetupOperations(accounts, ports.oidc(), json),
                new OidcOperations(ports.oidc(), new LoginCookies(accounts, clock)),
                new ProfileOperations(accounts, json, pages),
                new UserOperations(accounts.users(), ports.oidc()::linked, json, pages),
                new TokenOperations(accounts.apiTokens(), ports.policies(), pages, json, clock),
                new UpsOperations(ports.ups(), json, pages, clock),
                new UpsSettingsOperations(ports, json, clock),
                new UpsForecastOperations(ports, json, clock),
                new SampleOperations(ports.ups(), ports.samples(), json, pages, clock),
                new OutageOperations(ports, json, pages, clock),
                new EventOperations(ports, actors, json, pages, clock),
                new SampleFileOperations(ports, clock),
                new UpsSummaryOperations(ports, json, clock),
                new UpsControlOperations(ports, json, clock),
                new EventInjectOperations(ports, json, clock),
                new PolicyOperations(ports, actors, json, pages, ids, clock),
                new PolicySwitchOperations(ports, actors, json, clock),
                new PolicyHistoryOperations(ports, json, pages),
                new PolicyDryRunOperations(ports, actors, json, clock),
                new SelectorOperations(ports, json, clock),
                new PolicyCheckOperations(ports, json),
                new PolicyInverseOperations(ports, json),
                new PolicyConversionOperations(ports, json, pages),
                new PolicyTrialOperations(ports, json, clock),
                new PolicyTransferOperations(ports, actors, json, ids, clock),
                new PolicyVersionOperations(ports, actors, json, pages, clock),
                new PolicyOrderOperations(ports, actors, json, clock),
                new RunOperations(ports, json, pages, clock),
                new RunControlOperations(ports, actors, json),
                new ManualRunOperations(ports, actors, json, clock),
                new MaintenanceOperations(ports, actors, json, pages, clock),
                new ObligationOperations(ports, actors, json, pages),
                new IntegrationOperations(ports, actors, json, pages, clock),
                new IntegrationTypeOperations(ports.packages(), actors, json),
                new HostOperations(ports, actors, json, pages, clock),
                new HostActionOperations(ports, actors, json, clock),
                new TargetOperations(ports, json, pages),
                new TopologyOperations(ports.topology(), actors, json),
                new NutServerOperations(
                        ports.nutServers(), ports.ups(), actors, json, pages, clock),
                new MetricsOperations(ports.metrics(), ports.ups()),
                new RouteOperations(ports.routes(), json, pages),
                new RouteEditOperations(ports, actors, json, pages),
                new AuditOperations(ports.auditReads(), json, pages),
                new BackupOperations(ports.backups(), accounts, actors, json, pages),
                new JobOperations(ports.jobs(), json, pages),
                new SettingsOperations(ports, actors, json),
                new WebhookOperations(ports.webhooks(), json, clock),
                new LinkOperations(ports, clock),
                new NotificationOperations(ports.notifications(), json),
                new RestartOperations(ports, actors, json),
                system,
                new DiagnosticsOperations(ports, system::state, json));
    }
}
