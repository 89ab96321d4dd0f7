export interface Theme {
  readonly text: string;
  /** Words that stand back: axes, captions. */
  readonly muted: string;
  readonly grid: string;
  readonly frame: string;
  /** Of curves, in their order. */
  readonly lines: readonly string[];
}

export const lightTheme: Theme = Object.freeze({
  text: '#1c2127',
  muted: '#5b6570',
  grid: '#e3e6ea',
  frame: '#c3c9d0',
  lines: Object.freeze(['#0072b2', '#c64f00', '#00795a', '#9d4a83', '#7a6400']),
});

const darkTheme: Theme = Object.freeze({
  text: '#e6e9ec',
  muted: '#9aa5b1',
  grid: '#2a3038',
  frame: '#48515c',
  lines: Object.freeze(['#56b4e9', '#f08a4b', '#34c79c', '#e39ac8', '#e8dc4a']),
});

/**
 * Colours of all drawings: dark on light, the other way round for who prefers it, and dark again on paper. Each drawing
 * carries it, so that it looks right alone, inside an <img>, and inline; hence the narrow class names.
 */
export const svgStyle: string = [
  '<style>',
  `.rnp-svg{${colours(lightTheme)};color-scheme:light dark;`,
  "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}",
  '.rnp-svg text{fill:currentColor}.rnp-svg .rnp-muted{fill:var(--rnp-muted)}',
  '.rnp-svg .rnp-pixels{image-rendering:pixelated}',
  lines(lightTheme),
  '@media screen and (prefers-color-scheme:dark){',
  `.rnp-svg{${colours(darkTheme)}}`,
  lines(darkTheme),
  '}</style>',
].join('');

function colours({ text, muted, grid, frame }: Theme): string {
  return `color:${text};--rnp-muted:${muted};--rnp-grid:${grid};--rnp-frame:${frame}`;
}

function lines(theme: Theme): string {
  return theme.lines.map((colour, index) => `.rnp-${index}{--rnp-line:${colour}}`).join('');
}
