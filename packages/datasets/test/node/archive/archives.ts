import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive to be made, honest unless told otherwise. */
export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array;
  /** Unix mode, type included; 0o100644 unless given. */
  readonly mode?: number;
  /** Claimed, instead of the true length. */
  readonly size?: number;
  readonly crc?: number;
  readonly method?: number;
  readonly flags?: number;
}

/** A zip file (APPNOTE 6.3) of these entries. */
export function zipOf(parts: readonly ZipPart[]): Uint8Array {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const { name, content, mode = 0o100644, size = content.length, crc = crc32(content) } = part;
    const { method = 8, flags = 0 } = part;
    const packed = method === 8 ? deflateRawSync(content) : Buffer.from(content);
    const title = Buffer.from(name, 'utf8');
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(flags | 0x800, 2);
    shared.writeUInt16LE(method, 4);
    shared.writeUInt32LE(crc, 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(size, 18);
    shared.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, title, packed]);
    const central = Buffer.alloc(46);
    central.write('PK\x01\x02', 0, 'latin1');
    central.writeUInt16LE(0x31e, 4);
    shared.copy(central, 6, 0, 26);
    central.writeUInt32LE(mode * 0x10000, 38);
    central.writeUInt32LE(at, 42);
    directory.push(central, title);
    pieces.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...pieces, central, end]));
}

export interface TarPart {
  readonly name: string;
  readonly content?: Uint8Array;
  /** '0' file, '1' hard link, '2' symbolic link, '5' folder, 'x' extended header … */
  readonly type?: string;
  /** Claimed, instead of the true length; in octal digits. */
  readonly size?: string;
  readonly prefix?: string;
}

/** A tar file (POSIX.1-1988 ustar) of these entries. */
export function tarOf(parts: readonly TarPart[], ending = 1024): Uint8Array {
  const pieces: Buffer[] = [];
  for (const { name, content = new Uint8Array(), type = '0', size, prefix = '' } of parts) {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100, 'utf8');
    header.write('0000644\0', 100, 'latin1');
    header.write(`${size ?? content.length.toString(8).padStart(11, '0')}\0`, 124, 12, 'latin1');
    header.write('        ', 148, 'latin1');
    header.write(type, 156, 'latin1');
    header.write('ustar\x0000', 257, 'latin1');
    header.write(prefix, 345, 155, 'utf8');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    pieces.push(header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  return new Uint8Array(Buffer.concat([...pieces, Buffer.alloc(ending)]));
}
