/** Float32, little-endian, of length 1, so that the product of two is their likeness. */
export function toVectorBytes(vector: readonly number[]): Buffer {
  const length = Math.hypot(...vector) || 1;
  const bytes = Buffer.alloc(vector.length * Float32Array.BYTES_PER_ELEMENT);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value / length, index * Float32Array.BYTES_PER_ELEMENT);
  return bytes;
}

/** A copy: what the database gives may begin at any byte. */
export function fromVectorBytes(bytes: Buffer): Float32Array {
  const copy = new Uint8Array(bytes);
  return new Float32Array(copy.buffer, 0, Math.floor(copy.length / Float32Array.BYTES_PER_ELEMENT));
}

export function toLikeness(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
