import { clsx } from "clsx";
import type { ReactNode } from "react";

/** A table that scrolls inside itself. Below 640 px each row becomes a block of labelled values. */
export function Table({ label, heads, children }: { label: string; heads: ReactNode[]; children: ReactNode }) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={label}>
      <table className="w-full text-start">
        <thead className="text-muted max-sm:sr-only">
          <tr className="border-b">
            {heads.map((head, index) => (
              <th key={index} scope="col" className="px-4 py-2 text-start text-xs font-medium whitespace-nowrap">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">{children}</tbody>
      </table>
    </div>
  );
}

export const Row = ({ children }: { children: ReactNode }) => (
  <tr className="hover:bg-sunken/60 max-sm:block max-sm:px-4 max-sm:py-3">{children}</tr>
);

interface CellProps {
  /** Name of the column, shown beside the value on small screens. Absent: the value heads the block. */
  label?: string;
  children: ReactNode;
  className?: string;
}

export function Cell({ label, children, className }: CellProps) {
  return (
    <td
      className={clsx(
        "h-11 px-4 py-1.5 align-middle max-sm:flex max-sm:h-auto max-sm:items-baseline max-sm:justify-between max-sm:gap-4 max-sm:px-0 max-sm:py-1",
        className,
      )}
    >
      {label && <span className="text-muted text-xs sm:hidden">{label}</span>}
      <div className="min-w-0 max-sm:text-end max-sm:first:w-full max-sm:first:text-start">{children}</div>
    </td>
  );
}
