import { encodePng, pngDataUri } from '../image/encodePng.js';
import { hex, partColour } from '../palette.js';
import { attribute, escapeText } from '../svg/escape.js';
import { svgStyle } from '../svg/theme.js';
import {
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
 * @throws VizError RNP_IMAGE_OPTION for points that are none and options out of range, RNP_IMAGE_RASTER for a thumbnail
 */
export function latentMapSvg(map: LatentMap, { title, ...options }: LatentMapSvgOptions): string {
  const { size, radius, dots, pictures } = latentMapLayout(map, options);
  const entries = legend(map, size);
  const head = 30;
  const height = head + size + (entries.rows > 0 ? 12 + 22 * entries.rows : 0);
  const circles = dots.map(
    ({ x, y, colour }) =>
      `<circle cx="${attribute(x)}" cy="${attribute(y)}" r="${attribute(radius)}" fill="${hex(colour)}"/>`,
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
    `<g fill-opacity="${pointOpacity}">${circles.join('')}</g>${images.join('')}${entries.svg}</g>`,
    '</svg>',
  ].join('');
}

function described({ points, groups, groupNames = [], thumbnails = [] }: LatentMap): string {
  const counts = groupNames.map((name, group) => {
    let count = 0;
    for (let i = 0; i < groups.length; i++) if (groups[i] === group) count++;
    return `${name}: ${count}`;
  });
  const pictures = thumbnails.length > 0 ? ` ${thumbnails.length} pictures stand for clusters.` : '';
  const names = counts.length > 0 ? ` (${counts.join(', ')})` : '';
  return `${points.length} points on a map without axes${names}; near ones are alike.${pictures}`;
}

/** Swatches and names in as many rows as they need. */
function legend({ groupNames = [] }: LatentMap, width: number): { svg: string; rows: number } {
  let [left, row] = [2, 0];
  const svg = groupNames
    .map((name, group) => {
      const text = name.length > 28 ? `${name.slice(0, 27)}…` : name;
      // No way to measure text here: eight pixels a letter is ample at this size.
      const room = 32 + text.length * 8;
      if (left > 2 && left + room > width) [left, row] = [2, row + 1];
      const y = width + 26 + 22 * row;
      const entry =
        `<circle cx="${left + 7}" cy="${y - 4.5}" r="6" fill="${hex(partColour(group))}" stroke="var(--rnp-muted)"/>` +
        `<text x="${left + 19}" y="${y}" font-size="13">${escapeText(text)}</text>`;
      left += room;
      return entry;
    })
    .join('');
  return { svg, rows: groupNames.length === 0 ? 0 : row + 1 };
}
