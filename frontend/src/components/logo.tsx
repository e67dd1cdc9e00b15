/** A hexagon nut with a bolt of lightning through it. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className="shrink-0">
      <path d="M16 1.5 28.6 8.75v14.5L16 30.5 3.4 23.25V8.75z" className="fill-accent" />
      <path d="M17.8 6 9.5 17.6h5.6L13.8 26l8.7-12.2h-5.8z" className="fill-on-accent" />
    </svg>
  );
}
