package io.github.walnut.api;

import io.github.walnut.publish.Exposition;
import io.github.walnut.publish.MetricFamily;
import io.github.walnut.ups.UpsFacts;
import java.util.List;

/** What is measured, from memory only. */
public interface MetricsReads {

    /** Everything, as the whole of an answer. */
    String scrape(Exposition form);

    /** What NUT says of every UPS. */
    List<MetricFamily> nut();

    /** What NUT says of one UPS, without its name in each series. */
    List<MetricFamily> nut(UpsFacts ups);
}
