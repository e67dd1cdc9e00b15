package io.github.walnut.component.nut;

/**
 * @param requestTimeout milliseconds from sending a request until its answer is complete
 * @param maxPipeline requests in one burst
 */
record NutLimits(long requestTimeout, int maxPipeline) {}
