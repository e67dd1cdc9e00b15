/** Half a second doubling to 30 s; `jitter` in 0…1 spreads it by 20 % either way, so that tabs do not return at once. */
export function retryDelayMs(attempt: number, jitter: number): number {
  const plain = Math.min(30_000, 500 * 2 ** Math.max(0, attempt));
  return Math.round(plain * (0.8 + 0.4 * jitter));
}
