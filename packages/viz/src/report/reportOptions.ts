import type { Figure } from '../figures/figure.js';
import type { AnyRaster } from '../image/byteRaster.js';
import type { CurveSvgOptions } from '../svg/curveSvg.js';
import type { ReportTable } from './reportTable.js';

export interface ReportMetric {
  readonly name: string;
  /** A list is a number per level, top first. */
  readonly value: number | string | readonly number[];
  readonly unit?: string;
  /** What it means, or what to compare it with; a sentence. */
  readonly note?: string;
  /** Shown large below the title, too. */
  readonly key?: boolean;
}

/** A picture with its words: a PNG file, an SVG document, or a raster (a Figure brings its column headings). */
export type ReportFigure = {
  readonly title: string;
  readonly caption?: string;
  /** For who cannot see it. Default: the title. */
  readonly alt?: string;
} & ({ readonly png: Uint8Array } | { readonly svg: string } | { readonly raster: AnyRaster | Figure });

/** What is told apart from the rest, under a heading of its own: words, metrics, then pictures under smaller headings. */
export interface ReportChapter {
  readonly title: string;
  /** A sentence or two below the title. */
  readonly summary?: string;
  /** Those with `key` stand below the page's title, too. */
  readonly metrics?: readonly ReportMetric[];
  readonly figures?: readonly ReportFigure[];
}

export interface ReportOptions {
  readonly title: string;
  /** A sentence or two below the title. */
  readonly summary?: string;
  /** What to type to get the same again. */
  readonly command?: string;
  readonly seed?: number | string;
  readonly metrics?: readonly ReportMetric[];
  /** Above the pictures. */
  readonly tables?: readonly ReportTable[];
  readonly figures?: readonly ReportFigure[];
  /** Below the pictures. */
  readonly chapters?: readonly ReportChapter[];
  readonly curves?: readonly (CurveSvgOptions & { readonly caption?: string })[];
  /** Below the metrics. */
  readonly appendix?: readonly ReportTable[];
  readonly notes?: readonly string[];
  /** Default 'Made with @rnp/viz'. */
  readonly footer?: string;
  /** Default 'en'. */
  readonly language?: string;
}
