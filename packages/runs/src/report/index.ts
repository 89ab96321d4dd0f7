export { type RunReport, writeReport } from './runReport.js';
