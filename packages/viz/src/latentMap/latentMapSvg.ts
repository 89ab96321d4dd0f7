import { checkOption } from '../checks.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import { hex } from '../palette.js';
import { attribute, escapeText } from '../svg/escape.js';
import { svgStyle } from '../svg/theme.js';
import { groupMark, markPath } from './groupMark.js';
import {
  beneathOpacity,
  beneathScale,
  defaultLatentMapOptions,
  grey,
  type LatentMap,
  type LatentMapOptions,
  latentMapLayout,
  panel,
  pointOpacity,
  thumbnailBorder,
} from './latentMap.js';

export interface LatentMapSvgOptions extends LatentMapOptions {
  readonly title: string;
}

/**
 * Program space as an SVG document: points coloured by class or level, pictures of clusters near their centres, a legend
 * below (paper, Fig. 2B and 2C). The points lie on a dark panel, on light pages and dark.
 *
 * @example
 * latentMapSvg({ points: [[0, 0], [1, 2]], groups: [0, 1], groupNames: ['z²', 'z¹'] }, { title: 'Two levels' })
 * @throws RnpError RNP_CONFIG for invalid points and options out of range, RNP_IMAGE_RASTER for a thumbnail
 */
export function latentMapSvg(map: LatentMap, given: LatentMapSvgOptions): string {
  checkOption.options('options', given, ['title'], Object.keys(defaultLatentMapOptions));
  const { title, ...options } = given;
  checkOption.text('options.title', title);
  const { size, radius, dots, beneath, pictures } = latentMapLayout(map, options);
  const entries = legend(map, size);
  const head = 30;
  const height = head + size + (entries.rows > 0 ? 12 + 22 * entries.rows : 0);
  const marks = dots.map(({ x, y, group }) => mark(group, x, y, radius));
  const under = beneath.map(
    ({ x, y }) =>
      `<circle cx="${attribute(x)}" cy="${attribute(y)}" r="${attribute(beneathScale * radius)}" fill="${hex(grey)}"/>`,
  );
  const images = pictures.map(({ raster, scale, left, top, border }) => {
    const [w, h] = [raster.width * scale, raster.height * scale];
    const frame = thumbnailBorder;
    return (
      `<rect x="${left - frame}" y="${top - frame}" width="${w + 2 * frame}" height="${h + 2 * frame}" fill="${hex(border)}"/>` +
      `<image class="rnp-pixels" x="${left}" y="${top}" width="${w}" height="${h}" href="${pngDataUri(encodePng(raster))}"/>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="rnp-svg" role="img" viewBox="0 0 ${size} ${height}" width="${size}" height="${height}">`,
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(described(map))}</desc>`,
    svgStyle,
    `<text x="2" y="18" font-size="15" font-weight="600">${escapeText(title)}</text>`,
    `<g transform="translate(0 ${head})"><rect width="${size}" height="${size}" rx="6" fill="${hex(panel)}"/>`,
    under.length > 0 ? `<g fill-opacity="${beneathOpacity}">${under.join('')}</g>` : '',
    `<g fill-opacity="${pointOpacity}">${marks.join('')}</g>${images.join('')}${entries.svg}</g>`,
    '</svg>',
  ].join('');
}

function described({ points, groups, groupNames = [], thumbnails = [], beneath = [] }: LatentMap): string {
  const counts = groupNames.map((name, group) => {
    let count = 0;
    for (let i = 0; i < groups.length; i++) if (groups[i] === group) count++;
    return `${name}: ${count}`;
  });
  const pictures = thumbnails.length > 0 ? ` ${thumbnails.length} pictures stand for clusters.` : '';
  const under = beneath.length > 0 ? ` They lie over ${beneath.length} others, in grey.` : '';
  const names = counts.length > 0 ? ` (${counts.join(', ')})` : '';
  return `${points.length} points on a map without axes${names}; near ones are alike.${under}${pictures}`;
}

/** A group's mark around (x, y). */
function mark(group: number, x: number, y: number, radius: number, rest = ''): string {
  const { colour, shape } = groupMark(group);
  const fill = `fill="${hex(colour)}"${rest}`;
  if (shape !== null) return `<path d="${markPath(shape, x, y, radius)}" ${fill}/>`;
  const size = attribute(3 * radius);
  return `<text x="${attribute(x)}" y="${attribute(y + radius)}" font-size="${size}" text-anchor="middle" style="fill:${hex(colour)}">${group}</text>`;
}

/** Marks and names in as many rows as they need; one entry for each group, and no two alike. */
function legend({ groups, groupNames = [] }: LatentMap, width: number): { svg: string; rows: number } {
  if (groupNames.length === 0) return { svg: '', rows: 0 };
  let count = groupNames.length;
  for (let i = 0; i < groups.length; i++) count = Math.max(count, groups[i]! + 1);
  let [left, row] = [2, 0];
  const svg = namesOf(groupNames, count)
    .map((text, group) => {
      // No way to measure text here: eight pixels a letter is ample at this size, and twice that for scripts of squares.
      const room = 32 + lettersOf(text) * 8;
      if (left > 2 && left + room > width) [left, row] = [2, row + 1];
      const y = width + 26 + 22 * row;
      const entry =
        mark(group, left + 7, y - 4.5, 6, ' stroke="var(--rnp-muted)"') +
        `<text x="${left + 19}" y="${y}" font-size="13"><title>${escapeText(groupNames[group] ?? text)}</title>${escapeText(text)}</text>`;
      left += room;
      return entry;
    })
    .join('');
  return { svg, rows: row + 1 };
}

const maxLetters = 28;

/** Names cut to what a legend can hold; those that would be the same then have their number. */
function namesOf(groupNames: readonly string[], count: number): string[] {
  const cut = Array.from({ length: count }, (_, group) => {
    const letters = [...(groupNames[group] ?? `group ${group}`)];
    return letters.length > maxLetters ? `${letters.slice(0, maxLetters - 1).join('')}…` : letters.join('');
  });
  const times = new Map<string, number>();
  for (const name of cut) times.set(name.normalize(), (times.get(name.normalize()) ?? 0) + 1);
  return cut.map((name, group) =>
    times.get(name.normalize()) === 1 && name.trim() !== '' ? name : `${name} (${group})`,
  );
}

/** Letters of a name, those of East Asian scripts and pictures as two. */
function lettersOf(name: string): number {
  return [...name].reduce((sum, letter) => sum + (letter.codePointAt(0)! >= 0x1100 ? 2 : 1), 0);
}
