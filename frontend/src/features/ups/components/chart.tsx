import { clsx } from "clsx";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatDateTime, missing } from "@/lib/format";
import { useTheme } from "@/lib/theme";
import type { Column } from "../model";

export interface Line {
  label: string;
  unit: string;
  /** CSS variable that holds the colour. */
  token: string;
  dashed?: boolean;
}

interface ChartProps {
  title: string;
  data: [number[], ...Column[]];
  /** Each has three columns of the data: mean, minimum, maximum. */
  lines: Line[];
  /** Fixed limits of the value axis, or null to follow the data. */
  limits: [number, number] | null;
}

const clock = (seconds: number) => formatDateTime(new Date(seconds * 1000).toISOString()).replace(/^.*, /, "");

const colour = (token: string) => getComputedStyle(document.documentElement).getPropertyValue(token).trim();

/** A value stays until the next bucket begins; between buckets nothing is made up. */
const stepped = uPlot.paths.stepped?.({ align: 1 });

/** Minimum and maximum are drawn as the edges of a band, not as lines, and have no row in the legend. */
const edge: uPlot.Series = {
  class: "band-edge",
  stroke: "transparent",
  width: 0,
  points: { show: false },
  paths: stepped,
};

function options({ lines, limits }: ChartProps, width: number): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--border"), width: 1 },
    ticks: { stroke: colour("--border"), width: 1 },
    font: "12px system-ui",
  };
  return {
    width,
    height: 180,
    cursor: { sync: { key: "ups" }, y: false },
    scales: { y: limits ? { range: limits } : {} },
    legend: { show: lines.length > 1 },
    axes: [
      { ...axis, values: (_, times) => times.map(clock) },
      { ...axis, size: 52 },
    ],
    series: [
      { value: (_: uPlot, time: number | null) => (time === null ? missing : clock(time)) },
      ...lines.flatMap((line): uPlot.Series[] => [
        {
          label: line.label,
          stroke: colour(line.token),
          width: 2,
          dash: line.dashed ? [6, 4] : undefined,
          points: { show: false },
          paths: stepped,
          value: (_: uPlot, value: number | null) => (value === null ? missing : `${value.toFixed(1)} ${line.unit}`),
        },
        edge,
        edge,
      ]),
    ],
    bands: lines.map((line, index) => ({
      series: [index * 3 + 3, index * 3 + 2],
      fill: `${colour(line.token)}40`,
    })),
  };
}

/** One panel of the history; all panels of a page share the cursor. Drawn anew when theme or width change. */
export function Chart(props: ChartProps) {
  const { title, data } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  const theme = useTheme((store) => store.choice);

  useEffect(() => {
    latest.current = props;
    plot.current?.setData(data);
  });

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const chart = new uPlot(options(latest.current, element.clientWidth), latest.current.data, element);
    plot.current = chart;
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: 180 }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [theme]);

  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 font-semibold">{title}</figcaption>
      <div
        ref={host}
        role="img"
        aria-label={title}
        className={clsx("w-full overflow-hidden", props.lines.length > 1 ? "min-h-52" : "min-h-45")}
      />
    </figure>
  );
}
