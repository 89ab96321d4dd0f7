import { crc32c } from './crc32c.js';

// TensorBoard's event files: TFRecord frames of protobuf messages. Of tensorflow/core/util/event.proto and framework/summary.proto:
// Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5 }
// Summary { repeated Value value = 1 }, Value { string tag = 1; float simple_value = 2 }

/** Scalars of one step. */
export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** Tag → value; NaN and infinities are shown as such. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** Wire types of protobuf. */
const [varintType, fixed64Type, bytesType, fixed32Type] = [0, 1, 2, 5] as const;

/** What an event file begins with. */
export function eventFileHead(wallTime: number): Uint8Array {
  const version = new TextEncoder().encode('brain.Event:2');
  return record(joined([field(1, fixed64Type), float64(wallTime), field(3, bytesType), sized(version)]));
}

/** The record of an event; a file is its head and records, one after another. */
export function scalarRecord({ wallTime, step, scalars }: ScalarEvent): Uint8Array {
  const values = Object.entries(scalars).map(([tag, value]) => {
    const name = sized(new TextEncoder().encode(tag));
    return joined([
      field(1, bytesType),
      sized(joined([field(1, bytesType), name, field(2, fixed32Type), float32(value)])),
    ]);
  });
  return record(
    joined([
      field(1, fixed64Type),
      float64(wallTime),
      field(2, varintType),
      varint(step),
      field(5, bytesType),
      sized(joined(values)),
    ]),
  );
}

/** TFRecord: length, its checksum, the data, its checksum. */
function record(data: Uint8Array): Uint8Array {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setBigUint64(0, BigInt(data.length), true);
  return joined([head, maskedSum(head), data, maskedSum(data)]);
}

/** Checksums of data that holds checksums are weak; so they are rotated, and a constant is added. */
function maskedSum(bytes: Uint8Array): Uint8Array {
  const sum = crc32c(bytes);
  const masked = new Uint8Array(4);
  new DataView(masked.buffer).setUint32(0, (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0, true);
  return masked;
}

function field(number: number, type: number): Uint8Array {
  return varint(8 * number + type);
}

function sized(bytes: Uint8Array): Uint8Array {
  return joined([varint(bytes.length), bytes]);
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
}

function float32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
