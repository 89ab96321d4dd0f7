/**
 * Colours of all drawings: dark on light, the other way round for who prefers it, and dark again on paper. Each drawing
 * carries it, so that it looks right alone, inside an <img>, and inline; hence the narrow class names.
 */
export const svgStyle: string = [
  '<style>',
  '.rnp-svg{color:#1c2127;--rnp-muted:#5b6570;--rnp-grid:#e3e6ea;--rnp-frame:#c3c9d0;color-scheme:light dark;',
  "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}",
  '.rnp-svg text{fill:currentColor}.rnp-svg .rnp-muted{fill:var(--rnp-muted)}',
  '.rnp-svg .rnp-pixels{image-rendering:pixelated}',
  '.rnp-0{--rnp-line:#0072b2}.rnp-1{--rnp-line:#c64f00}.rnp-2{--rnp-line:#00795a}.rnp-3{--rnp-line:#9d4a83}.rnp-4{--rnp-line:#7a6400}',
  '@media screen and (prefers-color-scheme:dark){',
  '.rnp-svg{color:#e6e9ec;--rnp-muted:#9aa5b1;--rnp-grid:#2a3038;--rnp-frame:#48515c}',
  '.rnp-0{--rnp-line:#56b4e9}.rnp-1{--rnp-line:#f08a4b}.rnp-2{--rnp-line:#34c79c}.rnp-3{--rnp-line:#e39ac8}.rnp-4{--rnp-line:#e8dc4a}',
  '}</style>',
].join('');
