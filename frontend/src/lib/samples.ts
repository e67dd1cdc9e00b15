import type { Sample } from "./api/types";

/** A sample speaks for its own length and, where none follows, for this much longer. */
export const SLACK_MS = 30_000;

/** The length of the buckets that are made of live values. */
export const LIVE_BUCKET_SECONDS = 30;

/** A bucket says its own length; buckets of one series differ. */
export const lengthMs = (sample: Pick<Sample, "seconds">) => (sample.seconds ?? LIVE_BUCKET_SECONDS) * 1000;

export const beginOf = (sample: Pick<Sample, "at">) => Date.parse(sample.at ?? "");

export const endOf = (sample: Sample) => beginOf(sample) + lengthMs(sample);

/** Those with a time, oldest first. */
export const inOrder = (samples: Sample[]): Sample[] =>
  samples.filter((sample) => !Number.isNaN(beginOf(sample))).sort((a, b) => beginOf(a) - beginOf(b));
