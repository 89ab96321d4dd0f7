export { requireDataName } from './dataName.js';
export { dataTitle } from './dataTitle.js';
export { type OpenDataOptions, openData, type Split, splits } from './openData.js';
