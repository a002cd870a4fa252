import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import type UPlot from 'uplot';
import { type Marker, markerPaths } from './marker-paths.ts';

export type CurveLine = {
  readonly label: string;
  /** One y for each x of the chart; null where there is none. */
  readonly values: readonly (number | null)[] | Float32Array;
  readonly colour: string;
  readonly dash?: readonly number[];
  /** The shape of its marks, a few along the line, where many lines must be told apart. */
  readonly marker?: Marker;
  /** Points are marked, for lines that have few. */
  readonly hasPoints?: boolean;
};

export type CurvesProps = {
  readonly label: string;
  readonly x: readonly number[] | Float32Array;
  readonly lines: readonly CurveLine[];
  readonly isLogarithmic?: boolean;
  readonly isShare?: boolean;
  /** What a reader who does not see it is told. */
  readonly summary: string;
  /** Charts of one name share their cursor. */
  readonly cursor: string;
};

/** Lines over steps, with a cursor that reads them. The library comes when the first chart is drawn. */
export const Curves = ({ label, x, lines, isLogarithmic, isShare, summary, cursor }: CurvesProps): JSX.Element => {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot | undefined>(undefined);
  const names = lines.map((line) => `${line.label} ${line.colour}`).join();
  const data = [x, ...lines.map(({ values }) => values)] as UPlot.AlignedData;
  // A chart is drawn with what there is by then, not with what there was when its library was asked for.
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const box = place.current!;
    let isGone = false;
    let watcher: ResizeObserver | undefined;
    const isDark = matchMedia('(prefers-color-scheme: dark)');
    const redraw = (): void => chart.current?.redraw(false);
    isDark.addEventListener('change', redraw);
    void import('uplot').then(({ default: Chart }) => {
      if (isGone) return;
      const style = getComputedStyle(box);
      // Asked at each drawing: they change with the colour scheme.
      const colour = (name: string) => (): string => style.getPropertyValue(name);
      const grid = { stroke: colour('--grid'), width: 1 };
      const axis = { stroke: colour('--ink-soft'), grid, ticks: grid, font: '11px system-ui, sans-serif' };
      chart.current = new Chart(
        {
          width: box.clientWidth,
          height: box.clientHeight - legendHeight,
          cursor: { sync: { key: cursor } },
          scales: {
            x: { time: false },
            // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is a type only; 3 is its logarithmic
            y: { distr: isLogarithmic === true ? 3 : 1, ...(isShare === true && { range: [0, 1] }) },
          },
          axes: [
            { ...axis, size: 26 },
            {
              ...axis,
              size: 50,
              ...(isShare && { values: (_, ticks) => ticks.map((tick) => `${Math.round(100 * tick)} %`) }),
            },
          ],
          series: [
            { label: 'step' },
            ...lines.map(({ label: name, colour: stroke, dash, hasPoints, marker }) => ({
              label: name,
              stroke,
              width: 1.5,
              spanGaps: true,
              points: marker
                ? { show: true, size: 7, fill: stroke, paths: markerPaths(marker) }
                : { show: hasPoints ?? false, size: 4 },
              ...(dash && { dash: [...dash] }),
              value: (_: unknown, value: number | null) =>
                value === null ? '–' : isShare ? `${(100 * value).toFixed(1)} %` : value.toFixed(3),
            })),
          ],
        },
        latest.current,
        box,
      );
      watcher = new ResizeObserver(() => {
        chart.current?.setSize({ width: box.clientWidth, height: box.clientHeight - legendHeight });
      });
      watcher.observe(box);
    });
    return () => {
      isGone = true;
      isDark.removeEventListener('change', redraw);
      watcher?.disconnect();
      chart.current?.destroy();
      chart.current = undefined;
    };
    // Other lines, or another scale, make another chart; other numbers do not.
  }, [names, isLogarithmic, isShare, cursor]);

  useLayoutEffect(() => {
    // A chart of fewer or more lines is about to be replaced.
    if (chart.current?.series.length === data.length) chart.current.setData(data);
  }, [data]);

  return (
    <figure class="curves">
      <figcaption>
        <span aria-hidden="true">{label}</span>
        <span class="visually-hidden">
          {label}: {summary}
        </span>
      </figcaption>
      <div class="curves-place" ref={place} aria-hidden="true" />
    </figure>
  );
};

const legendHeight = 24;
