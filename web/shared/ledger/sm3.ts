// SM3 (GB/T 32905-2016). 32-bit words as signed integers, as JavaScript's operators give them.

const kStart = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
const rotl = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

// Rotated round constants, made once.
const kRound = Array.from({length: 64}, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));
const words = new Int32Array(68);

function compress(state: Int32Array, block: DataView, at: number): void {
  for (let j = 0; j < 16; j++) words[j] = block.getInt32(at + 4 * j);
  for (let j = 16; j < 68; j++) {
    const x = words[j - 16]! ^ words[j - 9]! ^ rotl(words[j - 3]!, 15);
    words[j] = x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(words[j - 13]!, 7) ^ words[j - 6]!;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let j = 0; j < 64; j++) {
    const ss1 = rotl((rotl(a, 12) + e + kRound[j]!) | 0, 7);
    const ss2 = ss1 ^ rotl(a, 12);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + ss2 + (words[j]! ^ words[j + 4]!)) | 0;
    const tt2 = (gg + h + ss1 + words[j]!) | 0;
    d = c;
    c = rotl(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotl(f, 19);
    f = e;
    e = tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17);
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i]! ^= word));
}

/** SM3 of what comes piece by piece: a recording does not fit into memory. */
export class Sm3 {
  private readonly state = Int32Array.from(kStart);
  private readonly rest = new Uint8Array(64);
  private bytes = 0;

  update(piece: Uint8Array): this {
    let at = 0;
    const held = this.bytes % 64;
    this.bytes += piece.length;
    if (held > 0) {
      at = Math.min(64 - held, piece.length);
      this.rest.set(piece.subarray(0, at), held);
      if (held + at < 64) return this;
      compress(this.state, new DataView(this.rest.buffer), 0);
    }
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    for (; at + 64 <= piece.length; at += 64) compress(this.state, view, at);
    this.rest.set(piece.subarray(at));
    return this;
  }

  digest(): Uint8Array {
    const bytes = this.bytes;
    const padding = new Uint8Array(((bytes % 64 < 56 ? 56 : 120) - (bytes % 64)) + 8);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bytes / 0x20000000));
    view.setUint32(padding.length - 4, bytes * 8);
    this.update(padding);
    const out = new Uint8Array(32);
    const result = new DataView(out.buffer);
    this.state.forEach((word, i) => result.setInt32(4 * i, word));
    return out;
  }
}

export const sm3 = (message: Uint8Array): Uint8Array => new Sm3().update(message).digest();
