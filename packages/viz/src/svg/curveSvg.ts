import type { Point } from '../affine.js';
import { checkFlag, checkOption, checkTexts } from '../checks.js';
import { runs, smoothed, thin } from './curveData.js';
import { type CurveSeries, checkSeries } from './curveSeries.js';
import { attribute, escapeText } from './escape.js';
import { svgStyle } from './theme.js';
import { formatTick, linearTicks, logTicks } from './ticks.js';

export interface CurveSvgOptions {
  /** Drawn in five colours, then the same with dashes. */
  readonly series: readonly CurveSeries[];
  readonly title: string;
  /** With its unit, as in 'training step (batches)' or 'time (s)'. */
  readonly xLabel: string;
  /** With its unit, as in 'SSE per image (squared intensity, summed over pixels)'. */
  readonly yLabel: string;
  readonly xScale?: 'linear' | 'log';
  readonly yScale?: 'linear' | 'log';
  /** Levels to compare with, e.g. { y: 52.9, label: 'mean digit' }. */
  readonly references?: readonly { readonly y: number; readonly label: string }[];
  /** Whether the title is drawn; if not, it is there for screen readers only. Default true. */
  readonly heading?: boolean;
  /** CSS pixels. Default 860 × 400. */
  readonly width?: number;
  readonly height?: number;
}

export const defaultCurveSvgOptions: Required<
  Omit<CurveSvgOptions, 'series' | 'title' | 'xLabel' | 'yLabel'>
> = Object.freeze({
  xScale: 'linear',
  yScale: 'linear',
  references: [],
  heading: true,
  width: 860,
  height: 400,
});

interface Axis {
  readonly ticks: readonly number[];
  readonly usable: (value: number) => boolean;
  /** Domain: the data. Range: [0, 1]. */
  readonly place: (value: number) => number;
}

/**
 * A learning curve as an SVG document: round ticks, a light grid, a legend for more than one series; light and dark; the
 * title and the last values are also there for screen readers.
 *
 * @throws RnpError RNP_CONFIG
 * @example
 * curveSvg({ title: 'Learning', xLabel: 'training step (batches)', yLabel: 'SSE per image (squared intensity)', series: [{ name: 'held out', points: [[0, 90], [100, 31]] }] })
 */
export function curveSvg(options: CurveSvgOptions): string {
  checkCurve(options);
  const { series, title, xLabel, yLabel, xScale, yScale, references, heading, width, height } = {
    ...defaultCurveSvgOptions,
    ...options,
  };
  const legend = series.length > 1;
  const head = heading ? 20 : 0;
  const plot = { left: 58, right: width - 16, top: head + (legend ? 58 : 36), bottom: height - 46 };
  const all = series.flatMap(({ points, band = [] }) => [
    ...points,
    ...band.flatMap(([at, low, high]) => [[at, low] as const, [at, high] as const]),
  ]);
  const x = axis(
    all.map(([value]) => value),
    xScale,
    (plot.right - plot.left) / 90,
    false,
  );
  const heights = [...all.map(([, value]) => value), ...references.map(({ y }) => y)];
  const y = axis(heights, yScale, (plot.bottom - plot.top) / 48, true);
  const place = {
    x: (value: number): number => plot.left + x.place(value) * (plot.right - plot.left),
    y: (value: number): number => plot.bottom - y.place(value) * (plot.bottom - plot.top),
  };
  const usable = (point: Point): boolean => x.usable(point[0]) && y.usable(point[1]);
  const columns = Math.max(50, Math.round(plot.right - plot.left));
  const path = (points: readonly Point[]): string =>
    runs(points, usable)
      .map((whole) => {
        const run = thin(whole, Math.ceil((columns * whole.length) / points.length));
        const [first, ...rest] = run.map(([px, py]) => `${attribute(place.x(px))} ${attribute(place.y(py))}`);
        // A lone point gets a line of no length, which round caps turn into a dot.
        return `M${first}L${rest.length === 0 ? first : rest.join('L')}`;
      })
      .join('');
  // Where one side of a ribbon cannot be drawn, the ribbon has a gap.
  const ribbon = (band: NonNullable<CurveSeries['band']>, index: number): string => {
    const sides = new Map(band.map(([at, low, high]) => [at, { low, high }]));
    const whole = ([at]: Point): boolean => {
      const side = sides.get(at)!;
      return usable([at, side.low]) && usable([at, side.high]);
    };
    const outlines = runs(
      band.map(([at, low]) => [at, low] as const),
      whole,
    ).map((run) => {
      const corner = (at: number, side: number): string =>
        `${attribute(place.x(at))} ${attribute(place.y(side))}`;
      const lower = run.map(([at, low]) => corner(at, low));
      const upper = run.map(([at]) => corner(at, sides.get(at)!.high)).reverse();
      return `M${[...lower, ...upper].join('L')}Z`;
    });
    const colour = `class="rnp-${index % 5}" fill="var(--rnp-line)"`;
    return outlines.length === 0 ? '' : `<path ${colour} opacity="0.18" d="${outlines.join('')}"/>`;
  };
  const curves = series.map(({ points, smooth = 1, band = [], name }, index) => {
    const look = lineLook(index);
    const faint = smooth > 1 ? `<path ${look} stroke-width="1" opacity="0.3" d="${path(points)}"/>` : '';
    const main = path(smooth > 1 ? smoothed(points, smooth) : points);
    const last = points.findLast(usable);
    const said = last ? `${name}: ${formatTick(last[1])} at ${formatTick(last[0])}` : name;
    return `<g><title>${escapeText(said)}</title>${ribbon(band, index)}${faint}<path ${look} stroke-width="2.25" d="${main}"/></g>`;
  });
  const described = series.map(({ name, points }) => {
    const [first, last] = [points.find(usable), points.findLast(usable)];
    return first && last
      ? `${name}: from ${formatTick(first[1])} to ${formatTick(last[1])}.`
      : `${name}: no values.`;
  });
  const drawn = all.some(usable);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="rnp-svg" role="img" viewBox="0 0 ${attribute(width)} ${attribute(height)}" width="${attribute(width)}" height="${attribute(height)}">`,
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(`${yLabel} against ${xLabel}. ${described.join(' ')}`)}</desc>`,
    svgStyle,
    heading ? `<text x="2" y="18" font-size="15" font-weight="600">${escapeText(title)}</text>` : '',
    `<text class="rnp-muted" x="2" y="${head + 16}" font-size="12">${escapeText(yLabel)}${yScale === 'log' ? ', logarithmic' : ''}</text>`,
    legend ? legendRow(series, head + 40) : '',
    ...y.ticks.map((tick) => {
      const at = attribute(place.y(tick));
      return `<path d="M${plot.left} ${at}H${attribute(plot.right)}" stroke="var(--rnp-grid)"/><text class="rnp-muted" x="${plot.left - 8}" y="${attribute(place.y(tick) + 4)}" font-size="12" text-anchor="end">${formatTick(tick)}</text>`;
    }),
    `<path d="M${plot.left} ${attribute(plot.bottom)}H${attribute(plot.right)}" stroke="var(--rnp-frame)"/>`,
    ...x.ticks.map((tick) => {
      const at = attribute(place.x(tick));
      return `<path d="M${at} ${attribute(plot.bottom)}v5" stroke="var(--rnp-frame)"/><text class="rnp-muted" x="${at}" y="${attribute(plot.bottom + 19)}" font-size="12" text-anchor="middle">${formatTick(tick)}</text>`;
    }),
    `<text class="rnp-muted" x="${attribute((plot.left + plot.right) / 2)}" y="${attribute(height - 8)}" font-size="12" text-anchor="middle">${escapeText(xLabel)}${xScale === 'log' ? ', logarithmic' : ''}</text>`,
    ...references
      .filter((reference) => y.usable(reference.y))
      .map((reference) => {
        const at = place.y(reference.y);
        return `<path d="M${plot.left} ${attribute(at)}H${attribute(plot.right)}" stroke="var(--rnp-muted)" stroke-dasharray="2 4" stroke-linecap="round"/><text class="rnp-muted" x="${attribute(plot.right)}" y="${attribute(at - 5)}" font-size="11.5" text-anchor="end">${escapeText(reference.label)}</text>`;
      }),
    drawn
      ? `<g fill="none" stroke-linejoin="round" stroke-linecap="round">${curves.join('')}</g>`
      : `<text class="rnp-muted" x="${attribute((plot.left + plot.right) / 2)}" y="${attribute((plot.top + plot.bottom) / 2)}" font-size="13" text-anchor="middle">no values yet</text>`,
    '</svg>',
  ].join('');
}

const scales: readonly unknown[] = Object.freeze(['linear', 'log']);

function checkCurve(options: CurveSvgOptions): void {
  const names = Object.keys(defaultCurveSvgOptions);
  checkOption.options('options', options, ['series', 'title', 'xLabel', 'yLabel'], names);
  checkTexts('options', options, ['title', 'xLabel', 'yLabel']);
  checkOption.array('options.series', options.series, checkSeries);
  const { xScale, yScale, references, heading, width, height } = { ...defaultCurveSvgOptions, ...options };
  checkOption.choice('options.xScale', xScale, scales);
  checkOption.choice('options.yScale', yScale, scales);
  checkFlag('options.heading', heading);
  checkOption.number('options.width', width, 0);
  checkOption.number('options.height', height, 0);
  checkOption.array('options.references', references, (path, line) => {
    checkOption.options(path, line, ['y', 'label']);
    const { y, label } = line as NonNullable<CurveSvgOptions['references']>[number];
    checkOption.anyNumber(`${path}.y`, y);
    checkOption.text(`${path}.label`, label);
  });
}

/** Five colours; from the sixth curve on the same, dashed. */
function lineLook(index: number): string {
  const dashes = index < 5 ? '' : index < 10 ? ' stroke-dasharray="7 5"' : ' stroke-dasharray="1.5 5"';
  return `class="rnp-${index % 5}" stroke="var(--rnp-line)"${dashes}`;
}

function legendRow(series: readonly CurveSeries[], top: number): string {
  let left = 2;
  return series
    .map(({ name }, index) => {
      const at = left;
      const text = name.length > 28 ? `${name.slice(0, 27)}…` : name;
      // No way to measure text here: seven pixels a letter is ample at this size.
      left += 34 + text.length * 7;
      return `<path ${lineLook(index)} stroke-width="2.5" d="M${at} ${top - 4}h18"/><text x="${at + 24}" y="${top}" font-size="12">${escapeText(text)}</text>`;
    })
    .join('');
}

function axis(values: readonly number[], scale: 'linear' | 'log', count: number, fromZero: boolean): Axis {
  const log = scale === 'log';
  // Far from the ends of double precision, so that spans and ratios stay finite.
  const usable = (value: number): boolean => Math.abs(value) < 1e100 && (!log || value > 1e-100);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!usable(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = log ? [1, 10] : [0, 1];
  if (log) {
    if (high <= low * (1 + 1e-9)) [low, high] = [low / 2, high * 2];
    const room = fromZero ? (high / low) ** 0.04 : 1;
    [low, high] = [low / room, high * room];
    const base = Math.log(low);
    const span = Math.log(high) - base;
    return { ticks: logTicks(low, high, count), usable, place: (value) => (Math.log(value) - base) / span };
  }
  // A curve that comes near to zero is read better with zero in sight.
  if (fromZero && low > 0 && low < 0.4 * high) low = 0;
  if (high - low <= 1e-9 * Math.max(high, -low))
    [low, high] = low === 0 ? [0, 1] : [low - Math.abs(low) / 2, high + Math.abs(high) / 2];
  const room = fromZero ? (high - low) * 0.04 : 0;
  high += room;
  if (low !== 0) low -= room;
  const [base, span] = [low, high - low];
  return { ticks: linearTicks(low, high, count), usable, place: (value) => (value - base) / span };
}
