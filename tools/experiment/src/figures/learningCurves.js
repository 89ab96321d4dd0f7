import { curveSvg } from '@rnp/viz';

/** The error of training batches over steps, a curve a model; SVG. @param {Record<string, { curve: number[][] }>} trained */
export function learningCurves(trained) {
  return curveSvg({
    title: 'Learning',
    xLabel: 'step',
    yLabel: 'SSE per image, training batches',
    yScale: 'log',
    series: Object.entries(trained).map(([name, { curve }]) => ({ name, points: curve, smooth: 5 })),
  });
}
