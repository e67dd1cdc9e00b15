package io.github.walnut.ups;

/** Which watch looks in which order. */
final class Pipeline {

    private final ContactWatch contact = new ContactWatch();
    private final TestWatch tests;
    private final FlapWatch flaps = new FlapWatch();
    private final LowBatteryWatch lowBattery = new LowBatteryWatch();
    private final FlagWatch flags = new FlagWatch();
    private final AlarmWatch alarm = new AlarmWatch();
    private final WornBatteryWatch wornBattery = new WornBatteryWatch();
    private final CriticalWatch critical = new CriticalWatch();
    private final ThresholdWatch thresholds = new ThresholdWatch();
    private final OutageWatch outages;
    private final PowerWatch power;

    Pipeline(Ids ids, Sites sites, UpsProfiles profiles) {
        tests = new TestWatch(profiles);
        outages = new OutageWatch(ids, sites);
        power = new PowerWatch(outages, flaps);
    }

    void heard(Step step) {
        contact.heard(step);
        judge(step);
        contact.listen(step);
    }

    void failed(Step step, String cause) {
        contact.failed(step, cause);
        contact.listen(step);
        critical.look(step);
    }

    /** Only time has passed. What the last poll said still holds while there is contact. */
    void passed(Step step) {
        contact.listen(step);
        if (step.reachable()) {
            judge(step);
        } else {
            critical.look(step);
        }
    }

    private void judge(Step step) {
        tests.look(step);
        outages.expire(step);
        power.look(step);
        outages.measure(step);
        lowBattery.look(step);
        flags.look(step);
        alarm.look(step);
        wornBattery.look(step);
        flaps.calm(step);
        critical.look(step);
        thresholds.look(step, FactsPress.print(step, step.before.absent()));
    }
}
