import { coarse, even, fine, odd } from './sinePolynomials.js';

/** What a program computes of x, or of dy and x. */
export type SineProgram = 'sine' | 'cosine' | 'dySine' | 'dyCosine';

/**
 * A program's source, the same arithmetic as that of the plain form (ops/sine.ts).
 *
 * @param language GLSL, of four numbers at a time, or WGSL
 */
export function sineShader(language: 'webgl' | 'webgpu', program: SineProgram): string {
  const ofSine = program === 'sine' || program === 'dySine';
  const hasUpstream = program.startsWith('dy');
  // The slope of a cosine is what falls.
  const upstream = { sine: '', cosine: '', dyCosine: 'dy * ', dySine: '-dy * ' }[program];
  const polynomial = horner('square', ofSine ? odd : even);
  const value = `${upstream}(sign * ${ofSine ? 'part * ' : ''}(${polynomial}))`;
  if (language === 'webgl') {
    return `
      void main() {
        vec4 x = getXAtOutCoords();
        ${hasUpstream ? 'vec4 dy = getDyAtOutCoords();' : ''}
        ${reduced('vec4')}
        setOutput(${value});
      }
    `;
  }
  return `
    fn main(index : i32) {
      if (index >= uniforms.size) { return; }
      let x = getXByOutputIndex(index);
      ${hasUpstream ? 'let dy = getDyByOutputIndex(index);' : ''}
      ${reduced('let')}
      setOutputAtIndex(index, ${value});
    }
  `;
}

/** x = π (k + part) with a whole k, and (−1)^k. */
function reduced(declare: 'vec4' | 'let'): string {
  return `
    ${declare} k = floor(x * ${number(1 / Math.PI)} + 0.5);
    ${declare} part = ((x - k * ${number(coarse)}) - k * ${number(fine)}) * ${number(1 / Math.PI)};
    ${declare} square = part * part;
    ${declare} sign = 1.0 - 2.0 * (k - 2.0 * floor(0.5 * k));
  `;
}

function horner(x: string, coefficients: readonly number[]): string {
  return coefficients.map(number).reduceRight((sum, coefficient) => `(${sum}) * ${x} + ${coefficient}`);
}

/** As both languages read it: with a point or an exponent. */
function number(value: number): string {
  return value.toExponential(12);
}
