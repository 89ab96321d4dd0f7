export { type EmbeddedDigitsOptions, embeddedDigits } from './embeddedDigits.js';
