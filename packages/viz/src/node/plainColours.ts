import { lightTheme, svgStyle } from '../svg/theme.js';

const { text, muted, grid, frame, lines } = lightTheme;
const named: Readonly<Record<string, string>> = Object.freeze({ muted, grid, frame });

/** The style of drawings for who knows neither CSS variables nor `pixelated`, the name that SVG 2 gave to optimizeSpeed. */
const plainStyle = [
  `<style>.rnp-svg{color:${text}}.rnp-svg text{fill:currentColor}.rnp-svg .rnp-muted{fill:${muted}}`,
  '.rnp-svg .rnp-pixels{image-rendering:optimizeSpeed}</style>',
].join('');

/** A drawing of this package with the colours of light pages written where variables stood. Other SVG stays as it is. */
export function plainColours(svg: string): string {
  return svg.replaceAll(svgStyle, plainStyle).replace(/<[a-z]+ [^<>]*var\(--rnp-[^<>]*>/g, (tag) => {
    const line = lines[Number(/ class="rnp-(\d)"/.exec(tag)?.[1] ?? 0)] ?? text;
    return tag.replace(/var\(--rnp-([a-z]+)\)/g, (_, name: string) => named[name] ?? line);
  });
}
