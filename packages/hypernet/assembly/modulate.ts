// Shared weights as programs change them. What a tensor's entries are stands in `layouts`, four numbers each: rows, units, inner, and 1 of a
// vector. Entry (row, unit, i) lies at (row · units + unit) · inner + i.

/** gains [n, U] and shared [S] → out [n, S]. */
export function modulate(gains: usize, shared: usize, out: usize, layouts: usize, count: i32, n: i32): void {
  for (let item = 0; item < n; item++) {
    let weights = shared;
    for (let i = 0; i < count; i++) {
      const layout = layouts + (<usize>i << 4);
      const rows = load<i32>(layout), units = load<i32>(layout, 4), inner = load<i32>(layout, 8);
      const line = <usize>units << 2;
      if (load<i32>(layout, 12)) {
        add(weights, gains, out, line);
        weights += line;
        out += line;
      } else {
        for (let row = 0; row < rows; row++) {
          if (inner == 1) scale(weights, gains, out, line);
          else {
            const block = <usize>inner << 2;
            for (let unit: usize = 0; unit < <usize>units; unit++) {
              const factor: f32 = 1.0 + load<f32>(gains + (unit << 2));
              for (let at: usize = unit * block; at < (unit + 1) * block; at += 4) store<f32>(out + at, load<f32>(weights + at) * factor);
            }
          }
          weights += line * <usize>inner;
          out += line * <usize>inner;
        }
      }
      gains += line;
    }
  }
}

/** dy [n, S], gains and shared → dGains [n, U] and dShared [S], s entries. */
export function modulateGrad(
  dy: usize, gains: usize, shared: usize, dGains: usize, dShared: usize, layouts: usize, count: i32, n: i32, s: i32,
): void {
  memory.fill(dShared, 0, <usize>s << 2);
  for (let item = 0; item < n; item++) {
    let weights = shared;
    let dWeights = dShared;
    for (let i = 0; i < count; i++) {
      const layout = layouts + (<usize>i << 4);
      const rows = load<i32>(layout), units = load<i32>(layout, 4), inner = load<i32>(layout, 8);
      const line = <usize>units << 2;
      if (load<i32>(layout, 12)) {
        memory.copy(dGains, dy, line);
        add(dWeights, dy, dWeights, line);
        weights += line;
        dWeights += line;
        dy += line;
      } else {
        memory.fill(dGains, 0, line);
        const block = <usize>inner << 2;
        for (let row = 0; row < rows; row++) {
          if (inner == 1) rowGrad(dy, gains, weights, dGains, dWeights, line);
          else {
            for (let unit: usize = 0; unit < <usize>units; unit++) {
              const factor: f32 = 1.0 + load<f32>(gains + (unit << 2));
              let sum: f32 = 0;
              for (let at: usize = unit * block; at < (unit + 1) * block; at += 4) {
                const d = load<f32>(dy + at);
                sum += d * load<f32>(weights + at);
                store<f32>(dWeights + at, load<f32>(dWeights + at) + d * factor);
              }
              store<f32>(dGains + (unit << 2), load<f32>(dGains + (unit << 2)) + sum);
            }
          }
          weights += line * <usize>inner;
          dWeights += line * <usize>inner;
          dy += line * <usize>inner;
        }
      }
      gains += line;
      dGains += line;
    }
  }
}

/** to = a + b, of so many bytes. */
// @ts-ignore: decorator
@inline
function add(a: usize, b: usize, to: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, f32x4.add(v128.load(a + at), v128.load(b + at)));
  for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(a + at) + load<f32>(b + at));
}

/** to = weights · (1 + gains) */
// @ts-ignore: decorator
@inline
function scale(weights: usize, gains: usize, to: usize, bytes: usize): void {
  const one = f32x4.splat(1);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    v128.store(to + at, f32x4.mul(v128.load(weights + at), f32x4.add(one, v128.load(gains + at))));
  }
  for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(weights + at) * (1 + load<f32>(gains + at)));
}

/** dGains += dy · weights; dWeights += dy · (1 + gains) */
// @ts-ignore: decorator
@inline
function rowGrad(dy: usize, gains: usize, weights: usize, dGains: usize, dWeights: usize, bytes: usize): void {
  const one = f32x4.splat(1);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const d = v128.load(dy + at);
    v128.store(dGains + at, f32x4.add(v128.load(dGains + at), f32x4.mul(d, v128.load(weights + at))));
    const factor = f32x4.add(one, v128.load(gains + at));
    v128.store(dWeights + at, f32x4.add(v128.load(dWeights + at), f32x4.mul(d, factor)));
  }
  for (; at < bytes; at += 4) {
    const d = load<f32>(dy + at);
    store<f32>(dGains + at, load<f32>(dGains + at) + d * load<f32>(weights + at));
    store<f32>(dWeights + at, load<f32>(dWeights + at) + d * (1 + load<f32>(gains + at)));
  }
}
