export { defaultSvgPngOptions, type SvgPngOptions, svgPng } from './svgPng.js';
